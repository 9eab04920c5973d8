<?php
class Engine
{
    public function start(): self { return $this; }
    public static function build() { return new Engine(); }
    public function parts(): array { return [new Part, new Part]; }
}

class Part { public function check() {} }

class Car
{
    private Engine $engine;
    private $made;
    public ?Part $part = null;

    public function __construct(private readonly Engine $spare, $unknown)
    {
        $this->engine = new Engine();
        $this->made = Engine::build();
    }

    public function drive(Engine|null $extra, Part ...$parts)
    {
        $this->engine->start()->start();
        $this->made->start();
        $this->spare->start();
        $this->part?->check();
        $extra->start();
        foreach ($parts as $i => $part) {
            $part->check();
        }
        $parts[0]->check();
        $copy = clone $this->engine;
        $copy->start();
        [$a, $b] = [new Part, new Engine];
        $a->check();
        ($extra ?? new Engine)->start();
        try {
            risky();
        } catch (Failure $e) {
            $e->report();
        }
        $name = 'Engine';
        $this->$name();
        $class = Part::class;
        (new $class)->check();
    }
}

class Failure extends Exception { public function report() {} }

function risky() { throw new Failure; }
