class Base:
    def run(self):
        pass


class Cat(Base):
    def purr(self):
        pass


class Dog(Base):
    def bark(self):
        pass


def branch(x):
    if isinstance(x, Cat):
        x.purr()
        x = Dog()
        x.bark()
    elif isinstance(x, (Dog, Base)) and x:
        x.bark()
        x.run()
    x.purr()


def leave(x):
    if not isinstance(x, Dog):
        return
    x.bark()


def claim(x):
    assert isinstance(x, Cat), "no cat"
    x.purr()


def default(x=None):
    if x is None:
        x = Cat()
    x.purr()


def again(flag):
    x = Cat()
    if flag:
        x = None
    x.purr()
    y = None
    y = flag and Dog() or Cat()
    y.bark()
    y.purr()


def test(x: Base):
    try:
        x.run()
    except (KeyError, Failure) as error:
        error.tell()


class Failure(Exception):
    def tell(self):
        pass
