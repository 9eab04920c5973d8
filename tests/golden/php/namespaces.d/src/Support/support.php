<?php
namespace App\Support;

const LIMIT = 3;
function format($x) {}
function trace() {}
class Clock { public static function now() {} }
