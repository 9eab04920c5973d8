#include "shapes.hpp"

namespace shapes {

namespace {
void log(const char *text) {}
void log(double number) {}
void log(int number) {}
} // namespace

void Shape::draw() const
{
    log(area());
}

double Circle::area() const
{
    return 3.14 * radius_ * radius_;
}

Circle &Circle::grow(double by)
{
    radius_ *= by;
    return *this;
}

Corner &Corner::operator=(const Corner &other)
{
    at = other.at;
    return *this;
}

Corner &Corner::operator=(Corner &&other)
{
    log("moved");
    at = other.at;
    return *this;
}

Corner &Square::operator[](int index)
{
    log(index);
    return first_;
}

const Corner &Square::operator[](int index) const
{
    return first_;
}

Corner &Square::operator[](const char *name)
{
    log(name);
    return first_;
}

double total(const Shape &one, const Shape &other)
{
    return one.area() + other.area();
}

double total(const Shape &one, int times)
{
    return one.scaled(times);
}

} // namespace shapes
