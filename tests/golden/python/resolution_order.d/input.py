class Root:
    def __init__(self):
        self.setup()

    def setup(self):
        return self

    def name(self):
        pass


class Left(Root):
    pass


class Right(Root):
    def name(self):
        pass

    def setup(self):
        super().setup()


class Both(Left, Right):
    def go(self):
        self.name()
        super().name()
        self.setup().go()


class Made:
    def __new__(cls):
        self = super().__new__(cls)
        self.ready()
        return self

    def ready(self):
        pass

    def __call__(self):
        pass


class Maker:
    @classmethod
    def make(cls):
        return cls()

    def clone(self):
        return type(self)()


class Special(Maker):
    def only_here(self):
        pass


def main():
    Both().go()
    made = Made()
    made()
    Special.make().only_here()
    Special().clone().only_here()
