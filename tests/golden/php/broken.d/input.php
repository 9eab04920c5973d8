<?php
function good() { return 1; }

class After
{
    public function one()
    {
        return good(;
    }

    public function two()
    {
        $x = = good();
    }
}

function last() { good(); }

class Unfinished
{
    public function held()
    {
        good();
