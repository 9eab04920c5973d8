struct ops { int (*open)(void); int (*close)(void); };

static int my_open(void) { return 0; }
static int my_close(void) { return 0; }

static const struct ops my_ops = {
    .open = my_open,
    .close = &my_close,
};

static int (*const table[])(void) = { my_open, my_close };

void install(void (*hook)(int (*)(void)))
{
    hook(my_open);
}
