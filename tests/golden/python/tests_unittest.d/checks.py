import unittest
from unittest import TestCase


class Compute:
    def run(self):
        return 1


class ComputeCase(unittest.TestCase):
    def setUp(self):
        self.compute = Compute()

    def test_run(self):
        self.assertEqual(self.compute.run(), 1)


class Other(TestCase):
    pass
