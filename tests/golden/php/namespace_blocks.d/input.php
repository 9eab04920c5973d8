<?php
namespace A\B {
    const X = 1;
    class C { function m() { f(); } }
    function f() {}
}
namespace {
    function g() { \A\B\f(); }
}
