<?php
// Grüße
function größe(string $naïve) {
    return größe2($naïve);
}

function größe2($x) { return $x; }

class Ünïcode {
    public function ℓ() { return größe("1"); }
}
