/// Adds.
/// Slowly.
template <typename T>
[[nodiscard]] inline T
add(T a,   T b) { return a + b; }

/** A class. */
class Doc : public Base
{
    // Makes one.
    explicit Doc(int a)
        : a_(a)
    {
    }

    int a_; // no doc
    /* Of the method. */
    virtual void run() const override {}
};
