#include <memory>

#include "shapes.hpp"

static void replace(shapes::Square &square, const shapes::Corner &by)
{
    square[0] = by;
    square["first"] = shapes::Corner(2);
}

static bool same(const shapes::Square &one, const shapes::Square &other)
{
    return one[0] == other[0];
}

int main()
{
    shapes::Circle circle(1.5);
    circle.grow(2).grow(3).draw();
    shapes::Corner corner("a");
    shapes::Square square(corner, 2);
    replace(square, corner);
    std::unique_ptr<shapes::Shape> held(new shapes::Circle(2));
    held->draw();
    auto twice = [&](int times) { return shapes::total(circle, times); };
    return same(square, square) && twice(2) > shapes::total(circle, square);
}
