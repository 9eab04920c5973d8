<?php
namespace App\Models;

class Model
{
    public static function boot() {}
}
