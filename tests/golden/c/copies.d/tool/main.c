static inline FORMATS(1) PURE_FUNCTION(2)
const char *named(const char *text, int n)
{
    return text;
}
static LIST_OF(named, next) all;
int main(int count, char **texts)
{
    text_clear(texts[0]);
    return named(texts[0], count) != 0;
}
