<?php
require 'lib/helpers.php';
require_once __DIR__ . '/config.php';
include_once(dirname(__FILE__) . "/more.php");
include $path;
use Vendor\Package\Tool;
use Exception;
helper();
(new Tool)->run();
throw new Exception("x");
