import shop
import shop.tools as t
from shop import Book, Thing, make

try:
    import fast as backend
except ImportError:
    from shop import tools as backend


def visit(thing):
    if isinstance(thing, Book):
        thing.read()
    assert isinstance(thing, Thing)
    thing.price()


def main(limit=None):
    from shop.goods import Shelf

    with Shelf() as shelf:
        shelf.fill("x")[0].read()
        shelf("x").read()
        shelf.first.copy().read()
    good, other = shop.pair()
    good.label()
    other.close()
    make("b")().price()
    Book.empty().read()
    backend.clear()
    t.total([Thing("q")])
    shop.tools.clear()
    for part in good:
        part.label()
    visit(good)
    limit = limit or Book("z")
    limit.read()
    print(max(1, 2), "text".strip())


if __name__ == "__main__":
    main()
