static int count(void) { return 1; }
static int size(void) { return 2; }

int by_parameter(int (*count)(void))
{
    return count();
}

int by_local(void)
{
    int before = size();
    {
        int (*size)(void) = 0;
        before += size();
    }
    return before + size();
}

void prototype(int count, int size);

int after_prototype(void)
{
    return count();
}
