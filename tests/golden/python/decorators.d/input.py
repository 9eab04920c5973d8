import functools
from flask import Flask

app = Flask(__name__)


def logged(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper


@logged
def plain():
    pass


# A route.
@app.route("/", methods=default_methods())
@logged
def index():
    return plain()


def default_methods():
    return ["GET"]


@functools.total_ordering
class Version:
    @staticmethod
    def parse(text):
        return Version()

    @classmethod
    def make(cls, text):
        return cls.parse(text)

    @property
    def major(self):
        return 1

    @major.setter
    def major(self, value):
        pass
