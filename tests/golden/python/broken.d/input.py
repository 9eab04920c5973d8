def good():
    return 1


class After:
    def method(self):
        return good(

    def other(self):
        return good()


x = = 3


def last(:
    good()


def swallowing(a, b
    return good()


class Swallowed:
    def inner(self):
        return good()
