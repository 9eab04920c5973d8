EXPORT result make(int size)
{
    return build(size);
}

EXPORT result (make_named)(int size)
{
    return make(size);
}

int build(int size)
{
    for_each(size) {
        make(size);
    }
    dispatch (next(size)) {
        target(ONE) {
            make_named(1);
        }
    }
    return 0;
}

int next(int size)
{
    return size;
}
