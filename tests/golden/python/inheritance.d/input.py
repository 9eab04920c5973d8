class Base:
    def __init__(self, name):
        self.name = name

    def run(self):
        self.step()

    def step(self):
        raise NotImplementedError

    @classmethod
    def create(cls):
        return cls("x")


class Middle(Base):
    def run(self):
        super().run()


class Leaf(Middle, metaclass=Meta):
    def __init__(self):
        super().__init__("leaf")
        Base.__init__(self, "again")

    def step(self):
        self.run()
        super(Leaf, self).step()


class Meta(type):
    pass


class Foreign(unknown.Thing):
    def go(self):
        self.missing()
