from . import util
from .. import pkg


def run():
    util.helper()
    pkg.in_init()


class Tool:
    def work(self):
        pass
