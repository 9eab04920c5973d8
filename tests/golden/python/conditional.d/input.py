import sys
from typing import TYPE_CHECKING

if sys.platform == "win32":
    def where():
        return 1
else:
    def where():
        return 2

if sys.version_info >= (3, 8):
    class Impl:
        def new(self):
            pass
else:
    class Impl:
        def old(self):
            pass


def twice():
    pass


def twice():
    where()


def local(flag):
    if flag:
        def write():
            pass
    else:
        write = flag.write
    write()


def decorate(f):
    return f


def plain():
    pass


plain = decorate(plain)


class Body:
    def plain(self):
        pass

    plain()
    twice = staticmethod(twice)
    where = twice

    def use(self):
        plain()
        self.twice()
        self.where()


def main():
    twice()
    plain()
    Impl().new()
    Impl().old()
