import pkg
import pkg.core as c
from pkg import *
import lone

try:
    from fast import helper
except ImportError:
    from pkg.util import helper


def use(Tool=None):
    from pkg.core import Tool
    Tool().work()
    pkg.start()
    pkg.util.helper()
    pkg.starred()
    c.run()
    helper()
    starred()
    _hidden()
    lone.inside()
    json.dumps(1)
