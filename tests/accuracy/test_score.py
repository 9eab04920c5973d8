#!/usr/bin/env python3
"""Proves the scorer: a perfect answer gets 100, an empty one 0, and each sort of mistake costs what it should."""
import io
import json
import unittest

import score


def lines(rows):
    return [json.dumps(row) + "\n" for row in rows]


def entity(name, file, first, last, key=None):
    return {"ISGL1_key": key or f"k:{name}:{file}:{first}", "name": name, "entity_class": "CODE", "file_path": file,
            "line_start": first, "line_end": last}


def call(target, file, sites, how="scope", edge="Calls"):
    return {"to_key": target["ISGL1_key"], "edge_type": edge, "resolution": how,
            "source_location": f"{file}:{sites[0]}", "sites": sites}


def site(file, line, target, **more):
    name, there, at = target if target else (None, None, None)
    described = {"file": there, "line": at, "name": name} if target else None
    return {"file": file, "line": line, "name": name or "x", "target": described, **more}


COVERED = {"covered": ["a.go", "b.go"]}
RUN = entity("run", "b.go", 10, 20)
OTHER_RUN = entity("run", "b.go", 30, 40)
STOP = entity("stop", "b.go", 50, 60)
ALL = [RUN, OTHER_RUN, STOP]


def scored(truth, edges, entities=None, tests=()):
    index = score.Index(lines(ALL if entities is None else entities), lines(tests), lines(edges))
    return score.Score(score.Truth(lines([COVERED] + truth)), index)


def shares(figures):
    return [round(share(figures), 1) for share in (score.precision, score.recall, score.f1)]


class Scorer(unittest.TestCase):
    truth = [site("a.go", 3, ("run", "b.go", 10)), site("a.go", 4, ("stop", "b.go", 51)), site("a.go", 5, None)]

    def test_a_perfect_answer_gets_100(self):
        result = scored(self.truth, [call(RUN, "a.go", [3]), call(STOP, "a.go", [4])])
        self.assertEqual(shares(result.exact), [100, 100, 100])
        self.assertEqual(shares(result.named), [100, 100, 100])
        self.assertEqual(result.misses, [])

    def test_an_empty_answer_gets_0(self):
        result = scored(self.truth, [])
        self.assertEqual((score.recall(result.exact), score.f1(result.exact)), (0, 0))
        self.assertEqual([miss.what for miss in result.misses], ["missing", "missing"])

    def test_only_the_lines_that_the_compiler_saw_count(self):
        truth = self.truth + [{"file": "a.go", "lines": [[1, 3], [9, 9]]}]
        result = scored(truth, [call(RUN, "a.go", [3]), call(STOP, "a.go", [4, 8])])
        self.assertEqual(shares(result.exact), [100, 100, 100])
        self.assertEqual(result.misses, [])

    def test_the_wrong_one_of_two_with_a_name_is_right_by_name_only(self):
        result = scored(self.truth[:1], [call(OTHER_RUN, "a.go", [3])])
        self.assertEqual(shares(result.exact), [0, 0, 0])
        self.assertEqual(shares(result.named), [100, 100, 100])
        self.assertEqual([(miss.what, miss.truth, miss.ours) for miss in result.misses],
                         [("wrong", "b.go:10 run", "b.go:30 run")])

    def test_an_invented_call_costs_precision_only(self):
        result = scored(self.truth[:1], [call(RUN, "a.go", [3, 9])])
        self.assertEqual(shares(result.exact), [50, 100, 66.7])
        self.assertEqual([(miss.what, miss.line) for miss in result.misses], [("invented", 9)])

    def test_a_call_that_leaves_the_tree_must_not_be_bound_in_it(self):
        result = scored(self.truth[2:], [call(RUN, "a.go", [5])])
        self.assertEqual(result.exact, score.Figures(right=0, ours=1, truth=0))

    def test_where_the_compiler_knows_nothing_nobody_is_judged(self):
        unknown = {**site("a.go", 3, None, unknown=True), "name": "run"}
        result = scored([unknown], [call(RUN, "a.go", [3])])
        self.assertEqual(result.exact, score.Figures(right=0, ours=0, truth=0))
        result = scored([unknown], [call(STOP, "a.go", [4])])
        self.assertEqual(result.exact, score.Figures(right=0, ours=1, truth=0))

    def test_one_of_several_targets_that_are_as_true_is_enough(self):
        other = {"file": "b.go", "line": 51, "name": "stop"}
        truth = [site("a.go", 3, ("run", "b.go", 10), alternatives=[other])]
        self.assertEqual(shares(scored(truth, [call(STOP, "a.go", [3])]).exact), [100, 100, 100])
        self.assertEqual(shares(scored(truth, [call(RUN, "a.go", [3]), call(STOP, "a.go", [3])]).exact), [100, 100, 100])
        self.assertEqual(shares(scored(truth, []).exact), [100, 0, 0])

    def test_external_and_unresolved_edges_say_nothing(self):
        ours = [call(RUN, "a.go", [3], "external"), call(RUN, "a.go", [4], "unresolved")]
        self.assertEqual(scored(self.truth, ours).exact.ours, 0)

    def test_calls_from_tests_count_and_uses_do_not(self):
        ours = [call(RUN, "a.go", [3], edge="Tests"), call(STOP, "a.go", [4], edge="Uses")]
        self.assertEqual(scored(self.truth, ours).exact, score.Figures(right=1, ours=1, truth=2))

    def test_files_that_the_compiler_did_not_cover_do_not_count(self):
        truth = self.truth[:1] + [site("c.go", 1, ("run", "b.go", 10))]
        result = scored(truth, [call(RUN, "a.go", [3]), call(RUN, "c.go", [2])])
        self.assertEqual(result.exact, score.Figures(right=1, ours=1, truth=1))

    def test_the_target_is_the_innermost_entity_of_its_name(self):
        outer, inner = entity("run", "b.go", 1, 99), entity("run", "b.go", 10, 20)
        ours = [call(inner, "a.go", [3])]
        self.assertEqual(scored(self.truth[:1], ours, [outer, inner]).exact.right, 1)
        self.assertEqual(scored(self.truth[:1], [call(outer, "a.go", [3])], [outer, inner]).exact.right, 0)

    def test_a_definition_that_we_have_not_is_missing_however_often_we_guess(self):
        truth = [site("a.go", 3, ("gone", "b.go", 70))]
        result = scored(truth, [call(RUN, "a.go", [3])])
        self.assertEqual(result.exact, score.Figures(right=0, ours=1, truth=1))
        self.assertEqual(sorted(miss.what for miss in result.misses), ["invented", "missing"])

    def test_two_targets_on_one_line_are_two_calls_and_one_target_twice_is_one(self):
        truth = [site("a.go", 3, ("run", "b.go", 10)), site("a.go", 3, ("run", "b.go", 30)),
                 site("a.go", 3, ("run", "b.go", 10))]
        result = scored(truth, [call(RUN, "a.go", [3]), call(OTHER_RUN, "a.go", [3])])
        self.assertEqual(result.exact, score.Figures(right=2, ours=2, truth=2))

    def test_a_test_is_a_target_like_any_other(self):
        helper = {"ISGL1_key": "k:help", "entity_name": "help", "folder_path": "", "filename": "b.go",
                  "line_start": 70, "line_end": 80}
        truth = [site("a.go", 3, ("help", "b.go", 70))]
        result = scored(truth, [call(helper, "a.go", [3])], tests=[helper])
        self.assertEqual(shares(result.exact), [100, 100, 100])

    def test_overrides_have_figures_of_their_own(self):
        truth = [site("a.go", 3, ("run", "b.go", 10), kind="virtual",
                      overrides=[{"file": "b.go", "line": 30, "name": "run"}])]
        ours = [call(RUN, "a.go", [3], "type"), call(OTHER_RUN, "a.go", [3], "override"),
                call(STOP, "a.go", [3], "override")]
        result = scored(truth, ours)
        self.assertEqual(shares(result.exact), [100, 100, 100])
        self.assertEqual(result.override, score.Figures(right=1, ours=2, truth=1))
        self.assertEqual(score.override_row("go", "x", result)[3:5], ["1", "50.0"])

    def test_without_a_covered_record_the_files_with_calls_are_covered(self):
        self.assertEqual(score.Truth(lines(self.truth)).covered, {"a.go"})

    def test_lines_that_the_compiler_skipped_are_not_judged(self):
        edges = [call(RUN, "a.go", [3]), call(STOP, "a.go", [4]), call(STOP, "a.go", [7])]
        result = scored(self.truth + [{"skipped": "a.go", "lines": [7, 8]}], edges)
        self.assertEqual(shares(result.exact), [100.0, 100.0, 100.0])

    def test_misses_are_listed_and_thinned_out(self):
        truth = [site("a.go", line, ("run", "b.go", 10)) for line in range(1, 101)]
        out = io.StringIO()
        score.print_misses(scored(truth, []), "/nonexistent", 10, out)
        self.assertIn("missing: 100, each 10th", out.getvalue())
        self.assertEqual(out.getvalue().count("true: b.go:10 run"), 10)
        self.assertIn("most often: missing run 100", out.getvalue())

    def test_the_table_is_markdown(self):
        out = io.StringIO()
        score.print_table([score.table_row("go", "std", scored(self.truth, [call(RUN, "a.go", [3])]))], out)
        head, rule, row = out.getvalue().splitlines()
        self.assertTrue(head.startswith("| language | tree"))
        self.assertEqual(set(rule), set("|- "))
        self.assertIn("100.0", row)
        self.assertEqual(len({len(head), len(rule), len(row)}), 1)

    def test_what_is_no_json_is_refused(self):
        with self.assertRaises(SystemExit):
            score.Truth(["{"])

    def test_an_edge_without_an_end_is_refused(self):
        with self.assertRaises(SystemExit):
            scored([], [call(entity("gone", "z.go", 1, 2), "a.go", [3])])


if __name__ == "__main__":
    unittest.main()
