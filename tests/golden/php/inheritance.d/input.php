<?php
abstract class Base implements Runs, \Countable
{
    public function __construct(protected string $name)
    {
        $this->setup();
    }

    abstract protected function setup(): void;

    public function run() { static::boot(); return $this; }

    public static function boot() { self::helper(); }

    private static function helper() {}
}

interface Runs extends Starts, Stops
{
    const MODE = 1;
    public function run();
}

interface Starts { public function start(int $n = 1); }
interface Stops {}

class Leaf extends Base
{
    public function __construct()
    {
        parent::__construct("leaf");
    }

    protected function setup(): void
    {
        parent::run();
        $this->run()->setup();
    }

    public function count(): int { return 0; }
}

class Foreign extends \Vendor\Thing
{
    public function go() { $this->missing(); }
}
