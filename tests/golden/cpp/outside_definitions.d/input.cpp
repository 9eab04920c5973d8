#define LIB_FN inline
#define LIB_NAMESPACE_BEGIN namespace lib { namespace impl {
#define LIB_NAMESPACE_END } }

struct yes { void is_meant() {} };
struct no { void is_not() {} };

class Token {
public:
    Token(int number);
    template <unsigned long count> static yes *match(const Token *token, const char (&pattern)[count]) { return 0; }
    static no *match(const Token *token, const char pattern[], unsigned long size);
    int number;
};

LIB_FN Token::Token(int number) : number(number) {}

no *Token::match(const Token *token, const char pattern[], unsigned long size) { return 0; }

LIB_NAMESPACE_BEGIN
void help() {}
LIB_NAMESPACE_END

void use()
{
    Token token(1);
    Token::match(&token, "x")->is_meant();
    lib::impl::help();
}

class Words {
public:
    Words(const Token &token) {}
    Words(int number, int other) {}
};

yes take(const Token &token) { return yes(); }
no take(const Words &words) { return no(); }

void convert() { take(1).is_meant(); }
