<?php
enum Suit: string implements HasLabel
{
    case Hearts = 'H';
    case Spades = 'S';

    const WILD = self::Spades;

    public function label(): string
    {
        return match ($this) {
            self::Hearts => red(),
            Suit::Spades => 'black',
        };
    }

    public static function pick(): self { return self::Hearts; }
}

interface HasLabel { public function label(): string; }

function red() { return 'red'; }

function show(Suit $suit)
{
    $suit->label();
    Suit::pick()->label();
    Suit::Hearts->label();
    Suit::from('H');
}
