#!/usr/bin/env python3
"""Reads what wrk prints; called with nothing. Its other tables hold shares that end like a percentile's name."""
import importlib.machinery
import importlib.util
import os
import unittest

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "http")
LOADER = importlib.machinery.SourceFileLoader("bench_http", PATH)
bench = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench_http", LOADER))
LOADER.exec_module(bench)

OUT = """Running 2s test @ http://127.0.0.1:45793
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     3.10ms    2.11ms  13.75ms   81.50%
    Req/Sec     2.83k     0.92k    4.22k    70.99%
  Latency Distribution
     50%  231.00us
     75%    3.59ms
     90%    1.02s
     99%    1.50m
  5621 requests in 2.00s, 13.49MB read
"""


class Percentiles(unittest.TestCase):
    def test_each_is_the_line_of_its_own(self):
        self.assertEqual([bench.percentile(OUT, percent) for percent in (50, 75, 90, 99)], [0.231, 3.59, 1020, 90000])


if __name__ == "__main__":
    unittest.main()
