#include "b.hpp"
namespace lib {
void use()
{
    detail::helper();
    detail::Writer w(3);
    w.put();
    current();
}
}
void run()
{
    lib::detail::helper();
    other::detail::helper();
    lib::current();
    lib::v2::current();
}
