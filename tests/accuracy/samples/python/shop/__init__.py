from .goods import Book, Good as Thing
from .tools import *
from . import tools
