#include "list.hpp"

struct Word { void spell() {} };
struct Page { void turn() {} };

typedef List<Word> Words;
class Sentence : public Words {
public:
    void read() { front().spell(); }
};

void use(Map<Word, Page> &pages, Sentence &sentence)
{
    pages[Word()].turn();
    pages.keys().front().spell();
    sentence.append(Word()).front().spell();
    sentence.read();
}
