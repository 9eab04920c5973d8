from collections import namedtuple
from functools import wraps


def lazy(f):
    @wraps(f)
    def stand_in(*args):
        return f(*args)
    return stand_in


@lazy
def decorated():
    pass


shown = lazy(decorated)


class Version(namedtuple("Version", "major minor")):
    def __new__(cls, major):
        return super().__new__(cls, major, 0)


class Early(Version):
    pass


def main():
    decorated()
    shown()
    Early(1)
