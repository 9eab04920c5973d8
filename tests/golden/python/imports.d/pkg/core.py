from .util import helper
from . import util
from ..main import run


def start():
    helper()
    util.helper()
    run()
