<?php
class Temperature
{
    public string $name = "x" {
        get => strtoupper($this->name);
        set { $this->name = clean($value); }
    }
    public private(set) int $degrees = 0;
}

function clean($v) { return $v; }

function read(Temperature $t)
{
    $x = <<<EOT
    {$t->label()} and ${y}
    EOT;
    echo "a {$t->label()} b " . clean($x);
    return match (true) {
        default => clean(1),
    };
}
