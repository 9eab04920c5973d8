namespace Ünter;

/// Doc.
class Größe
{
    int Größer() => 値();
    int 値() { return 1; }
}
