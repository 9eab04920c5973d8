import logging

VERSION = "1.0"
_LIMIT: int = 10
log = logging.getLogger(__name__)
a, (B, *rest) = 1, (2, 3)
x = y = load()
VERSION = "1.1"
x += 1
table: dict[str, int]
Alias: "TypeAlias" = dict
for i in range(3):
    total = i
with open("f") as handle:
    text = handle.read()
if VERSION:
    mode = 1
else:
    mode = 2
BIG = {
    "a": 1,
}
obj.attribute = 1
items[0] = 2


def load():
    local = VERSION
    return _LIMIT


class K:
    FIELD = 1
    other: int = 2
