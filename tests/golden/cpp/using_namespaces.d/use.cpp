#include "shop.hpp"

void first()
{
    using namespace other;
    Box box;
    box.close();
}

void second()
{
    using namespace shop;
    using namespace toys;
    Shelf shelf;
    shelf.top().close();
}
