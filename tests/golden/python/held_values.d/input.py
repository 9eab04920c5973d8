import functools
from contextlib import contextmanager


class Conn:
    def send(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


class Secure(Conn):
    def seal(self):
        pass


class Pool:
    conn_class = Secure
    handler = None

    def __init__(self, conn: Conn, count):
        self.conn = conn
        self.other = count
        self.other = Secure()

    @property
    def current(self) -> Secure:
        return self.conn

    @functools.cached_property
    def factory(self):
        return Secure

    def open(self):
        self.conn_class().seal()
        self.current.seal()
        self.factory().seal()
        self.other.seal()
        self.handler()
        with self.current as held:
            held.seal()


@contextmanager
def opened():
    yield Secure()


def make():
    def inner():
        return Conn()
    return inner


run = make
limit = len


def main(pool: "Pool | None", *rest: Pool, **named):
    with opened() as c:
        c.seal()
    run()().send()
    limit([])
    pool.open()
    rest[0].open()
    task = make()
    task().send()
    functools.partial(main, 1)()
