<?php
trait Logs
{
    private $log = [];
    abstract public function name();
    public function log($m) { $this->log[] = $m; $this->name(); }
    public static function reset() {}
}

trait Counts { public function count() { return 1; } }

class Service
{
    use Logs, Counts {
        log as protected writeLog;
        Counts::count insteadof Logs;
    }

    public function name() { return "x"; }

    public function run()
    {
        $this->log("a");
        self::reset();
        $this->count();
    }
}
