class Box {
public:
    int width() const { return width_; }
    int area() const { return this->width_ * height_; }
    template <typename T> void take(T &&value) { names_ = value; }
    void scale(int by);
private:
    int width_, height_;
    int names_;
};

void
Box::scale(int by)
{
    for (int x : list) {
        if (by > 0 && x || !by)
            width_ *= by;
    }
    try {
        height_ = by ? by : 1;
    } catch (...) {
    }
}
