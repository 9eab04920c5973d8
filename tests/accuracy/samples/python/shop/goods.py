from functools import wraps
from typing import Dict, Iterator, List, Optional


def logged(call):
    @wraps(call)
    def wrapper(*args):
        return call(*args)

    return wrapper


class Good:
    count = 0

    def __init__(self, name: str):
        self.name = name
        self.parts: List["Good"] = []

    def price(self) -> int:
        return 1

    @logged
    def label(self):
        return self.name.upper()

    def copy(self):
        return self

    @classmethod
    def empty(cls):
        return cls("")

    def __iter__(self) -> Iterator["Good"]:
        return iter(self.parts)


class Book(Good):
    def price(self) -> int:
        return super().price() + len(self.label())

    def read(self):
        pass


class Shelf:
    kind = Book

    def __init__(self):
        self.books: Dict[str, Book] = {}
        self.best = None

    @property
    def first(self) -> Optional[Book]:
        return self.best

    def fill(self, name):
        self.best = self.kind(name)
        self.books[name] = self.best
        for key, book in self.books.items():
            book.read()
        return [each.copy() for each in self.books.values()]

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        pass

    def __call__(self, name):
        return self.books[name]
