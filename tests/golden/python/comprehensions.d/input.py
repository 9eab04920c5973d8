class Node:
    def visit(self):
        return 1


def build():
    return [Node() for i in range(3)]


def walk(nodes: list[Node], pairs):
    a = [n.visit() for n in nodes if check(n)]
    b = {k: v.visit() for k, v in enumerate(nodes)}
    c = sum(x.visit() for x in build())
    d = [y for x in pairs for y in x if (last := y)]
    for i, node in enumerate(nodes):
        node.visit()
    n()
    return last.visit()


def check(n):
    return n


def n():
    pass
