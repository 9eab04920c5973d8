import os.path
import pkg.util as u
import pkg.core
from pkg import core as engine
from pkg.util import helper as h, Tool
from missing.place import thing
from pkg.wild import *


def run():
    u.helper()
    h()
    Tool().work()
    thing()
    from_wild()
    os.path.join("a")
    engine.start()


def late():
    from pkg.util import helper
    helper()
