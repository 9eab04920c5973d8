double = lambda x: twice(x)
TABLE = {"a": lambda v: twice(v), "b": twice}


def twice(x):
    return x * 2


class Sorter:
    key = lambda self, item: self.rank(item)

    def rank(self, item):
        return 0

    def sort(self, items):
        by = lambda item: self.rank(item)
        items.sort(key=lambda item: twice(item))
        return sorted(items, key=by)


def use(f=lambda: twice(1)):
    return f() + double(2)
