<?php
class Basket
{
    private $items = [];
    private $limit = 5;

    public function add($item)
    {
        if (count($this->items) < $this->limit && $item) {
            $this->items[] = $item;
        } elseif ($item or $this->check()) {
            foreach ([1] as $x) {
            }
        }
        return match (true) {
            $item > 1 => 1,
            default => 2,
        };
    }

    public function check()
    {
        switch (1) {
            case 1:
                break;
            default:
        }
        try {
            return $this->limit ? 1 : 2;
        } catch (Exception $e) {
        }
    }
}
