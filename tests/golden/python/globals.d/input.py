_cache = None
count = 0


def get():
    global _cache
    if _cache is None:
        _cache = build()
    return _cache


def build():
    def bump():
        nonlocal done
        done = make()
        return done
    done = 0
    count = 1
    return bump()


def make():
    return count
