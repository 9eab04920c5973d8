#include "lib.hpp"
void run(Unknown &unknown)
{
    lib::print("text");
    lib::detail::helper();
    elsewhere::print("text");
}
