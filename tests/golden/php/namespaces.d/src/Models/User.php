<?php
namespace App\Models;

use App\Services\{Mailer, Logger as Log};
use function App\Support\format;
use const App\Support\LIMIT;

class User extends Model
{
    public function save()
    {
        $mailer = new Mailer();
        $mailer->send();
        Log::write(LIMIT);
        format("x");
        \App\Support\Clock::now();
        \App\Support\trace();
        \strlen("x");
        Model::boot();
    }
}
