<?php

function greet($name)
{
    return "hello " . $name;
}

function main()
{
    $text = greet("x");
    echo strlen($text);
}

class Point
{
    private $x;
    public $y = 0;

    public function __construct($x)
    {
        $this->x = $x;
    }

    public function norm()
    {
        return $this->helper() + greet("y");
    }

    private function helper()
    {
        return 0;
    }
}

main();
