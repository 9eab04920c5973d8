#include "elsewhere.h"

struct A {
    void run() {}
    void shared() {}
};

struct B : public A {
    void shared() { A::shared(); }
    void own() { run(); this->shared(); }
};

class D final : public B, private virtual ns::Other, Holder<A> {
    void go() { own(); unknown_member(); }
};

void unknown_member() {}
