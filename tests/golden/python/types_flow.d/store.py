class Item:
    def name(self):
        pass


class Store:
    def get(self) -> Item:
        pass


def make_store():
    return Store()
