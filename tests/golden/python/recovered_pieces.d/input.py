def first():
    return 1


def broken((x:
    return x


def third():
    return first()
