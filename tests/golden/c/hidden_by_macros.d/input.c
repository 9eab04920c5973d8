SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)
{
    return ksys_read(fd, buf, count);
}

COMPAT_SYSCALL_DEFINE1(time, int, t)
{
    return 0;
}

DEFINE_MUTEX(lock);
static DEFINE_SPINLOCK(guard);
DEFINE_PER_CPU(int, counter);
EXPORT_SYMBOL(visible);

int visible(void)
{
    return 1;
}

static int __init start(void)
{
    return visible();
}

static noinline void slow(int a)
{
    visible();
}

struct __packed header {
    int length;
};

struct trailer {
    int sum;
} __packed;
