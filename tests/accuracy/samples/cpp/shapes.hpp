#pragma once

namespace shapes {

class Shape {
public:
    virtual ~Shape() {}
    virtual double area() const = 0;
    void draw() const;
    double scaled(double by) const { return area() * by; }
};

class Circle : public Shape {
public:
    explicit Circle(double radius) : radius_(radius) {}
    double area() const override;
    Circle &grow(double by);

private:
    double radius_;
};

struct Corner {
    Corner(int at) : at(at) {}
    Corner(const char *name) : at(name[0]) {}
    Corner(const Corner &other) : at(other.at) {}
    Corner &operator=(const Corner &other);
    Corner &operator=(Corner &&other);
    bool operator==(const Corner &other) const { return at == other.at; }
    int at;
};

class Square : public Shape {
public:
    Square(const Corner &first, double side) : first_(first), side_(side) {}
    double area() const override { return side_ * side_; }
    Corner &operator[](int index);
    const Corner &operator[](int index) const;
    Corner &operator[](const char *name);

private:
    Corner first_;
    double side_;
};

double total(const Shape &one, const Shape &other);
double total(const Shape &one, int times);

} // namespace shapes
