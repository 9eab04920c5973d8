#if defined(A) && defined(B)
#define AB 1
#endif

struct pair {
    int left, right;
};

static int
classify(int c, struct pair *p)
{
    for (int i = 0; i < c; i++) {
        while (p->left && p->right)
            p->left--;
    }
    do {
        c--;
    } while (c > 100);
    switch (c) {
    case 1:
    case 2:
        return 3;
    default:
        return c ? 1 : 0;
    }
}

int
straight(void)
{
    return 1;
}
