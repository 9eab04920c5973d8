<?php
const VERSION = "1.0";
const A = 1, B = self_made();
define('DEBUG', true);
define("App\\MODE", 'x');
$config = [
    'a' => 1,
];
$config = [];
[$x, [$y]] = pair();
[$z] = pair();
$total += 1;
foreach ($config as $key => $value) {
    $inLoop = $value;
}
static $once = 1;

class Shape
{
    const SIDES = 4;
    public static $count = 0;
    public function sides() { return self::SIDES + VERSION; }
}

function pair()
{
    global $config;
    static $n = 0;
    $local = DEBUG;
    return [Shape::SIDES, Shape::$count, Shape::class];
}

function self_made() { return 1; }
