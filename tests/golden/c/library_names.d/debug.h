#ifdef OUR_DEBUG
#define free(pointer) our_free(pointer)
#define give(pointer) our_give(pointer)
#endif
#ifndef assert
#define assert(condition) ((void)0)
#endif
#if !defined(HAVE_STRDUP)
#define strdup(text) our_strdup(text)
#endif
#define u32 our_number
