a() { :; }
function b { a; }
function c() ( a )
d ()
{
    a
}
function g::h { a "$@"; }
