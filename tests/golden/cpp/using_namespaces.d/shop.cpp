#include "shop.hpp"
using namespace shop;

void Box::open() { close(); }
void Box::close() {}
void other::Box::close() {}

void toys::Box::wind() { open(); }
void toys::Box::close() { shop::Box::close(); }

namespace shop {
namespace toys {
Box Shelf::top()
{
    Box box;
    box.wind();
    return box;
}
}
}
