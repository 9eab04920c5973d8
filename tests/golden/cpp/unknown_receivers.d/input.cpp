using namespace std;
class Piece {
public:
    int size() const { return 0; }
    char operator[](int i) const { return 0; }
    void shred() {}
};
int run(const Unseen &text, vector<int> row)
{
    text.shred();
    return text.size() + row[0];
}
