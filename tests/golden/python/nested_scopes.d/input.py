def outer():
    def inner():
        def innermost():
            return helper()
        return innermost()
    class Local:
        def method(self):
            return inner()
        class Deeper:
            def method(self):
                return self.other()
            def other(self):
                pass
    return Local().method()


def helper():
    inner = other_name
    return inner()


def method():
    pass
