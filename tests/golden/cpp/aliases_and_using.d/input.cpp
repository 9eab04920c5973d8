#include <vector>
#include "shapes/circle.hpp"

using namespace std;
using shapes::Circle;
using Number = int;
using Numbers = std::vector<Number>;
namespace sh = shapes;

void use()
{
    using Local = Circle;
    Local *c = nullptr;
    c->grow();
    sh::free_function();
}
