from tools import filter


def open(path):
    return path


def run(list, print):
    open("x")
    filter(list)
    list.append(1)
    print("x")
    len("x")
    int("3")
