from store import Store, make_store


class App:
    cache = Store()

    def __init__(self, store: Store, other):
        self.store = store
        self.fresh = Store()
        self.made = make_store()
        self.other = other

    def run(self):
        self.store.get()
        self.fresh.get()
        self.made.get()
        self.cache.get()
        self.me().run()

    def me(self):
        return self


def main(path: "Store | None" = None):
    path.get()
    s = make_store()
    s.get()
    t = s
    t.get().name()
    app = App(s, 1)
    app.store.get()
    make_store().get()
    shared.get()
    with Store() as w:
        w.get()


shared = make_store()
