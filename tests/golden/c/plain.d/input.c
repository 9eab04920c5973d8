int add(int a, int b);

int add(int a, int b)
{
    return a + b;
}

static int twice(int a)
{
    return add(a, a);
}

int main(void)
{
    int sum = twice(add(1, 2));
    helper(sum);
    return sum;
}
