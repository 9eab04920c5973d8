#pragma once
#include "a.hpp"
namespace lib {
namespace detail {
void helper() {}
}
}
namespace other {
namespace detail {
void helper() {}
}
}
