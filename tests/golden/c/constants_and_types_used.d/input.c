#define SIZE 4
enum kind { SMALL, LARGE };
static int total;
struct box { enum kind kind; };

int fits(struct box *box, int n)
{
    total += n;
    return n < SIZE;
}
