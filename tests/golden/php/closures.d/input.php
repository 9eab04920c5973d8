<?php
$double = function (int $x) use (&$y): int {
    return twice($x);
};
$short = fn($x) => twice($x);

function twice($x) { return $x * 2; }

class Sorter
{
    public function sort(array $items)
    {
        $by = static fn(Item $i): int => $i->rank();
        usort($items, function ($a, $b) { return twice($a); });
        $by($items[0]);
        $f = $this->rank(...);
        $g = twice(...);
        array_map([$this, 'rank'], $items);
        array_map([Item::class, 'make'], $items);
        array_map(fn($a) => $this->rank($a), $items);
        $local = 1;
        return $f;
    }

    public function rank($a = 1) { return 0; }
}

class Item
{
    public function rank(): int { return 1; }
    public static function make() {}
}

$double(1);
$app->get('/', function () { $inside = twice(1); });
