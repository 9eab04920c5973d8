import os


def greet(name):
    return "hello " + name


def main():
    text = greet("x")
    print(text)
    os.getcwd()


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return abs(self.x) + self.helper()

    def helper(self):
        return 0


main()
