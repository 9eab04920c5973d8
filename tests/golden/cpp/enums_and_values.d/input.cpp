enum Plain { FIRST, SECOND };
enum class Scoped { First, Second };
constexpr int limit = 3;
inline const char *const name = "n";
static int state;

int use(Scoped s)
{
    state = limit;
    return s == Scoped::First ? FIRST : SECOND;
}
