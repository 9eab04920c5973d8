#!/usr/bin/env python3
"""The form of what tests/bench/run says, on a small tree: that each figure is there, is a number, and comes where it should.

    test_run.py BUILD_DIR
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = sys.argv.pop() if len(sys.argv) > 1 else os.path.join(HERE, "../../build")
RATIOS = {"wall_ratio", "cpu_ratio", "tail", "pss_mb", "db_ratio", "facts_ratio"}
SCALES = {"scale_parsed", "scale_all"}  # where there are two processors
STAGES = {"coordinator", "walker", "parser", "linker", "sink"}


def bench(folder, name, *options):
    """What a run printed, the tables of its JSON, and the lines of the trend so far."""
    out, trend = f"{folder}/{name}", f"{folder}/trend"
    command = [sys.executable, f"{HERE}/run", "--build", BUILD, "--small", "--repeat", "1", "--json", out, "--trend", trend, *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    with open(out) as figures, open(trend) as lines:
        return done.stdout, json.load(figures)["tables"], [json.loads(line) for line in lines]


class TestRun(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            _, _, cls.first_trend = bench(folder, "first")
            cls.text, (cls.own, cls.few), cls.trend = bench(folder, "second")

    def test_the_table_has_each_figure_and_a_verdict(self):
        self.assertLessEqual(RATIOS, set(self.own["ratios"]))
        self.assertLessEqual(set(self.own["ratios"]) - RATIOS, SCALES)
        self.assertEqual(self.few["files"], 30)
        self.assertEqual(set(self.few["verdicts"]), {"over_floor_ms", "same rows"})
        for table in (self.own, self.few):
            for value in table["ratios"].values():
                self.assertIsInstance(value, (int, float))
            self.assertLessEqual(set(table["verdicts"].values()), {"ok", "MISSED"})
        for line in ("floor CPU", "wall / (floor / 2)", "last parse to published", "memory of all, peak", "process", "targets hold"):
            self.assertIn(line, self.text)

    def test_floor_and_index_see_the_same_files(self):
        self.assertEqual(self.own["verdicts"]["same rows"], "ok")
        self.assertNotIn("did not parse the same files", self.text)
        self.assertEqual(self.own["files"], self.own["floors"][0]["files"])
        self.assertEqual(self.own["rows"]["FileWordCoverage"], self.own["files"])

    def test_each_process_has_shares(self):
        self.assertEqual({stage["name"].split()[0] for stage in self.own["stages"]}, STAGES)
        for stage in self.own["stages"]:
            self.assertAlmostEqual(stage["working"] + stage["send"] + stage["receive"], 1, delta=0.02)
            self.assertGreater(stage["peak_mb"], 1)

    def test_a_trend_grows_and_is_read(self):
        self.assertEqual([line["tree"] for line in self.first_trend], ["own sources", "30 files"])
        self.assertEqual(self.trend[:2], self.first_trend)
        self.assertEqual(len(self.trend), 4)
        self.assertLessEqual({"date", "commit", "mode", "files", "mb", "ratios", "load", "cores"}, set(self.trend[0]))
        self.assertIn("last: ", self.text)


class TestSinks(unittest.TestCase):
    def test_the_same_rows_in_turn_and_at_once(self):
        with tempfile.TemporaryDirectory() as folder:
            text, (some, own), trend = bench(folder, "sinks", "--sinks")
        for table in (some, own):
            self.assertEqual(set(table["ratios"]), {"sinks_factor", "sinks_less", "whole_less"})
            for way in ("in-turn", "at-once"):
                self.assertGreater(table["times"][way][0]["write_s"], 0)
        self.assertEqual(set(some["verdicts"]), {"sinks_factor", "sinks_less", "whole_less"})
        self.assertIn("writes, at once", text)
        self.assertEqual({line["mode"] for line in trend}, {"sinks"})


class TestTargets(unittest.TestCase):
    """Verdicts, without a run."""

    @classmethod
    def setUpClass(cls):
        from importlib.machinery import SourceFileLoader
        from importlib.util import module_from_spec, spec_from_loader
        loader = SourceFileLoader("bench_run", f"{HERE}/run")
        cls.run_module = module_from_spec(spec_from_loader("bench_run", loader))
        loader.exec_module(cls.run_module)

    def test_a_limit_is_still_ok(self):
        self.assertEqual(self.run_module.verdict("wall_ratio", "go", 1.25), "ok")
        self.assertEqual(self.run_module.verdict("wall_ratio", "go", 1.26), "MISSED")
        self.assertEqual(self.run_module.verdict("wall_ratio", "slice", 1.30), "ok")
        self.assertEqual(self.run_module.verdict("scale_all", "rust", 1.7), "ok")
        self.assertEqual(self.run_module.verdict("scale_all", "rust", 1.69), "MISSED")

    def test_what_has_no_target_has_no_verdict(self):
        self.assertIsNone(self.run_module.verdict("wall_ratio", "small", 9))
        self.assertIsNone(self.run_module.verdict("pss_mb", "go", 9))

    def test_each_target_has_a_text_and_is_for_a_kind_once(self):
        seen = set()
        for target in self.run_module.TARGETS:
            self.assertIn(target.measure, self.run_module.TEXTS)
            for tree in target.trees:
                self.assertNotIn((target.measure, tree), seen)
                seen.add((target.measure, tree))

    def test_a_curve_becomes_columns(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/points", "w") as file:
                file.write("0.0\t3.0\tsluice=3.0\n1.0\t12.5\tsluice=3.0\tsluice-sink=9.5\n")
            self.run_module.write_curve(f"{folder}/points", f"{folder}/csv")
            with open(f"{folder}/csv") as file:
                self.assertEqual(file.read(), "seconds,all_mb,sluice,sluice-sink\n0.0,3.0,3.0,0\n1.0,12.5,3.0,9.5\n")


if __name__ == "__main__":
    unittest.main()
