<?php
function first($x) {
    return $x;
}

function second($x) {
    first("open);
}

function third($x) {
    return first($x);
}
