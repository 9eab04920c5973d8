<?php
function make(Logger $l)
{
    return new class($l) extends Base implements Runs {
        private $hidden = 1;
        public function __construct(private Logger $l) {}
        public function run() { helper(); }
    };
}

class Base {}
interface Runs {}
class Logger {}
function helper() {}
