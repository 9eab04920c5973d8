#pragma once
namespace lib {
namespace detail {
class Writer {
public:
    Writer(int fd) { (void)fd; }
    void put() {}
};
}
inline namespace v2 {
void current() {}
}
}
