<?php
/** Of the file. */

// About f,
// on two lines.
function f(int $a, ?array $b = null, string ...$rest): ?int
{
}

# Not about C.

class C
{
    /**
     * About m.
     */
    public static function m(self|null $x): static { return new static; }

    abstract function n(); // trailing

    // About o.
    protected function &o()
    {
    }
}
