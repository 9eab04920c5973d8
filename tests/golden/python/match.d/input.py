import colors


class Point:
    def move(self):
        pass


def act(command):
    match command:
        case Point(x=0, y=py) as p:
            p.move()
        case [first, *rest]:
            first()
        case {"key": value, **others}:
            value()
        case colors.RED | 3:
            pass
        case str() | None:
            pass
        case other if ready(other):
            other()
        case _:
            pass


def ready(x):
    return x
