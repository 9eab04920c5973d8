from typing import Generic, Optional, Protocol, TypeVar

T = TypeVar("T")


class Shape(Protocol):
    def area(self) -> float: ...


class Box(Generic[T]):
    item: T

    def get(self) -> T:
        return self.item


class Pair[A, B: Shape]:
    first: A

    def swap(self) -> "Pair[B, A]":
        return Pair()


def first[U](items: list[U]) -> Optional[U]:
    return items[0]


def total(shapes: "list[Shape]", main: Shape | None, table: dict[str, Shape]):
    for shape in shapes:
        shape.area()
    main.area()
    table["x"].area()
    for key, value in table.items():
        value.area()
    return [s.area() for s in shapes]


type Shapes = list[Shape]
