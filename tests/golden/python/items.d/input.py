from typing import Dict, Iterator, List, Tuple


class A:
    def a(self):
        pass

    def children(self) -> "List[B]":
        return []

    def __iter__(self):
        yield B()


class B:
    def b(self):
        pass


def pair() -> Tuple[A, B]:
    return A(), B()


def both():
    return A(), B()


def each() -> Iterator[A]:
    yield A()


def main(table: Dict[str, A], rows: List[Tuple[A, B]], known={}):
    x, y = pair()
    x.a(), y.b()
    p, q = both()
    p.a(), q.b()
    pair()[1].b()
    for key, value in table.items():
        key.a()
        value.a()
    for i, (m, n) in enumerate(rows):
        m.a(), n.b()
    for s, t in zip(table.values(), x.children()):
        s.a(), t.b()
    for item in x:
        item.b()
    table.get("k").a()
    list(each())[0].a()
    next(each()).a()
    sorted(table.values(), key=len)[-1].a()
    {v.a(): k for k, v in table.items()}
    known = {"k": B()}
    known["k"].b()
    [c.children() for c in each()][0].pop().b()
    table.values().a()
