#define FORMAT_OF(a, b)

static void FORMAT_OF(1, 2)
report(const char *text, ...)
{
}

#ifdef LIB_OUTPUT_ENABLED
#define emit(text) report(text)
#else
#define emit_not(text) report(text)
#endif

void use(void)
{
    report("x");
    emit("x");
}
