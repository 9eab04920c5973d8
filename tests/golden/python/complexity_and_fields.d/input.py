class Stack:
    limit = 10

    def __init__(self):
        self.items = []
        self.size = 0

    def push(self, item):
        if self.size < self.limit and item is not None:
            self.items.append(item)
        elif not item:
            raise ValueError
        return [x for x in self.items if x]

    def look(self, key):
        match key:
            case 1 | 2:
                return self.push(1)
            case _:
                return None

    def drain(self):
        while self.size:
            try:
                self.size -= 1
            except KeyError:
                pass
            except ValueError:
                return 1 if self.size else 2


def plain():
    return 1
