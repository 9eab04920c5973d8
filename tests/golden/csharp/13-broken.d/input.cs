class Broken
{
    void First()
    {
        Second(;
    }

    void Second() { Third(); }

    int field = ;

    void Third() { Second(); }
}

class After
{
    void Last() { }
}
