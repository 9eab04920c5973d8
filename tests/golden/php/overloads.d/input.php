<?php
if (!function_exists('polyfill')) {
    function polyfill($x) { return one(); }
} else {
    function polyfill($x, $y) { return two(); }
}

function one() {}
function two() {}

class A { public function size() {} }
class B { public function size() {} public static function make(): self { return new self; } }

function measure()
{
    (new A)->size();
    B::make()->size();
}

function outer()
{
    function inner() { return one(); }
    return inner();
}
