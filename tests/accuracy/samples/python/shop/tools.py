import sys

from .goods import Good, Shelf

if sys.platform == "win32":
    def clear():
        return 1
else:
    def clear():
        return 2


def make(name="none"):
    def inner():
        return Good(name)

    return inner


def pair():
    return Good("a"), Shelf()


def total(goods):
    return sum(good.price() for good in goods)
