struct yes { void is_meant() {} };
struct no { void is_not() {} };

#define LEVEL 2
#define HAS_OLD_LIMIT 0
#if defined(__GNUC__)
#  define OUR_VERSION (__GNUC__ * 100 + __GNUC_MINOR__)
#endif
#define TAKEN_BACK
#undef TAKEN_BACK
#define BOTH (LEVEL > 1 && !defined(_WIN32))

/* what the file has defined itself, as a number */
#if LEVEL >= 3
no by_number() { return no(); }
#else
yes by_number() { return yes(); }
#endif

/* a macro that is 0 is no option that build systems give */
#if HAS_OLD_LIMIT
no by_zero() { return no(); }
#else
yes by_zero() { return yes(); }
#endif

/* the language's version */
#if __cplusplus < 201103L
no by_standard() { return no(); }
#else
yes by_standard() { return yes(); }
#endif

/* a version of what is there is new */
#if OUR_VERSION && OUR_VERSION < 409
no by_version() { return no(); }
#else
yes by_version() { return yes(); }
#endif

/* taken back */
#ifdef TAKEN_BACK
no by_undef() { return no(); }
#else
yes by_undef() { return yes(); }
#endif

/* an expression that is a macro's */
#if BOTH
yes by_expression() { return yes(); }
#else
no by_expression() { return no(); }
#endif

/*
#if 0
*/
/* directives in comments are none */
/* what the standard's headers define is there */
#ifndef offsetof
no by_library() { return no(); }
#else
yes by_library() { return yes(); }
#endif

void use()
{
    by_number().is_meant();
    by_zero().is_meant();
    by_standard().is_meant();
    by_version().is_meant();
    by_undef().is_meant();
    by_expression().is_meant();
    by_library().is_meant();
}
