#pragma once
#define LIB_BEGIN_NAMESPACE namespace lib { inline namespace v1 {
#define LIB_END_NAMESPACE }}
LIB_BEGIN_NAMESPACE
template <class T, class = std::enable_if_t<std::is_integral<T>::value>>
void print(T value) {}
void print(const char *text) {}
namespace detail {
void helper() {}
}
LIB_END_NAMESPACE
