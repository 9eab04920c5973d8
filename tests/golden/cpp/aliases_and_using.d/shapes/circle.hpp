#pragma once
namespace shapes {
class Circle {
public:
    void grow() {}
};
inline void free_function() {}
}
