from .core import run as start, Tool
from .extra import *
from . import util


def in_init():
    pass
