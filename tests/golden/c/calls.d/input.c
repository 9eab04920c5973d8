int f(int a);
struct s { int (*run)(struct s *self); struct s *next; };
typedef int number;

int g(int a)
{
    return a ? g(a - 1) : 0;
}

int h(struct s *p, int (*fp)(int))
{
    int n = sizeof(int) + sizeof(struct s) + (int)g(1);
    n += (g)(2);
    n += fp(3) + (*fp)(4);
    n += p->run(p) + p->next->run(p->next);
    n += g(g(5));
    n += (number)6;
    return __builtin_expect(n, 0);
}
