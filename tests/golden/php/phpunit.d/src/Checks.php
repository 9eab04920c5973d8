<?php
namespace App;

use PHPUnit\Framework\TestCase;
use PHPUnit\Framework\Attributes\Test;

class CalcTest extends TestCase
{
    public function testAdd() { compute(); }

    private function helper() {}
}

class Loose
{
    #[Test]
    public function adds() { compute(); }

    /** @test */
    public function subtracts() {}

    /** Not a @testing. */
    public function other() {}
}

function compute() {}
function testConnection() {}
