<?php
namespace App\Services;

class Mailer { public function send() {} }
class Logger { public static function write($x) {} }
