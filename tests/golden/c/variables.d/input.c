int counter;
static int hidden = 3, *pointer, table[10];
extern int elsewhere;
extern int defined_here = 1;
const int fixed = 7;
const char *text = "a";
char *const frozen = "b";
static const struct ops { int (*run)(int); } ops = { 0 };
int (*callback)(int) = 0;
int prototype(int a), beside;
struct list { int n; } head __attribute__((unused));

int use(void)
{
    static int local_static = 1;
    extern int other;
    int local = counter, second;
    return local + local_static + second + other;
}
