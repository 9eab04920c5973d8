class Shape {
public:
    Shape(int sides) : sides_(sides) {}
    virtual ~Shape() {}
    virtual double area() const = 0;
    virtual void draw();
    int sides() const { return sides_; }
    static int count();
    Shape(const Shape &) = delete;
    Shape &operator=(const Shape &) = default;

private:
    int sides_;
};

void Shape::draw()
{
    area();
    sides();
}

int Shape::count()
{
    return 0;
}

int use(Shape *shape)
{
    shape->draw();
    return shape->sides() + Shape::count();
}
