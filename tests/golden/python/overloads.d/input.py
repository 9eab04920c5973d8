from typing import overload


@overload
def convert(x: int) -> int: ...
@overload
def convert(x: str) -> str: ...
def convert(x):
    return x


try:
    import fast
except ImportError:
    fast = None

if fast:
    def run():
        return fast.run()
else:
    def run():
        return convert(1)


def shadow():
    return 1


def shadow(x):
    return 2


class A:
    def size(self):
        return 1


class B:
    def size(self):
        return 2


def measure():
    return A().size() + B().size()
