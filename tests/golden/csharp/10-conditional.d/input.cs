#define FAST
class Cond
{
#if FAST
    int Path() { return 1; }
#elif SLOW
    int Path() { return 2; }
#else
    int Path() { return 3; }
#endif

    #region Rest
    void Rest()
    {
#if DEBUG
        Log();
#endif
    }
    #endregion

    void Log() { }
}
