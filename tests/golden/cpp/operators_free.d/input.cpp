class Out {
public:
    Out &operator<<(bool value) { return *this; }
    bool operator!() const { return false; }
};
enum Mark { Begin, End };
class Item {
};
class Handle {
public:
    Item *operator->() { return nullptr; }
    Item &operator*() { return item; }
    Item item;
};
Out &operator<<(Out &out, const char *text) { return out; }
Out &operator<<(Out &out, Mark mark) { return out; }
Foreign &operator<<(Foreign &out, const Item &item) { return out; }

void write(Out &out, Item &item, Foreign &far)
{
    out << Begin << "text";
    out << true;
    far << item;
    if (!out)
        return;
}
void touch(Handle handle, Item *plain)
{
    handle->poke();
    *handle;
    plain->poke();
}
int shift(int a) { return a << 2; }
