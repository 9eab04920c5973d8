import pytest


@pytest.fixture
def value():
    return 1


def helper():
    pass


def test_add(value):
    helper()
    compute(value)


class TestThing:
    def test_it(self):
        pass
