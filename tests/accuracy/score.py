#!/usr/bin/env python3
"""score - compares the calls that sluice found with those that a compiler saw.

Both sides are sets of (file, line, target): the file and line of the callee's name, and the definition that is called.
Ours are the edges Calls and Tests, one for each of their sites; those that end outside of the tree or say `override`
are none of them. The compiler's are what a truth maker wrote (README.md has the format). Only files count that the
compiler covered.

  precision   of what we say, how much is true
  recall      of what is true, and ends in the tree, how much we say
  exact       the target is the same definition: our innermost entity of that name around the line of the definition
  by name     the target has the same file and name
"""
import argparse
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict, namedtuple

Entity = namedtuple("Entity", "key file name first last")
Figures = namedtuple("Figures", "right ours truth")
Miss = namedtuple("Miss", "what file line name truth ours kind")

CALLS = ("Calls", "Tests")
OUTSIDE = ("external", "unresolved")


def ratio(part, whole):
    """A share in percent; nothing of nothing is all of it."""
    return 100.0 * part / whole if whole else 100.0


def precision(figures):
    return ratio(figures.right, figures.ours)


def recall(figures):
    return ratio(figures.right, figures.truth)


def f1(figures):
    return ratio(2 * figures.right, figures.ours + figures.truth)


def rows_of(lines):
    """The objects of JSON Lines, empty lines left out."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError as error:
            raise SystemExit(f"score: line {number} is no JSON: {error}") from error


class Truth:
    """What a truth maker wrote."""

    def __init__(self, lines):
        self.covered = set()
        self.lines = {}  # of files that are covered in parts: [first, last] ...
        self.sites = []
        self.skipped = {}
        for row in rows_of(lines):
            if "covered" in row:
                self.covered.update(row["covered"])
            elif "skipped" in row:
                self.skipped[row["skipped"]] = set(row["lines"])
            elif "lines" in row:
                self.lines[row["file"]] = row["lines"]
            else:
                self.sites.append(row)
        if not self.covered:
            self.covered = {row["file"] for row in self.sites}

    def covers(self, file, line):
        """Whether the compiler has seen that line."""
        return file in self.covered and line not in self.skipped.get(file, ()) and (file not in self.lines or
                                         any(first <= line <= last for first, last in self.lines[file]))


class Index:
    """What sluice exports: entities by (file, name), calls by what they are."""

    def __init__(self, code_graph, tests, edges):
        self.entities = {}
        self.by_name = defaultdict(list)
        for row in rows_of(code_graph):
            if row["entity_class"] != "EXTERNAL":
                self._add(row["ISGL1_key"], row["file_path"], row["name"], row["line_start"], row["line_end"])
        for row in rows_of(tests):
            path = os.path.join(row["folder_path"], row["filename"])
            self._add(row["ISGL1_key"], path, row["entity_name"], row["line_start"], row["line_end"])
        self.calls, self.overrides = [], []
        for row in rows_of(edges):
            if row["edge_type"] in CALLS and row["resolution"] not in OUTSIDE:
                self._add_calls(row)

    def _add(self, key, file, name, first, last):
        entity = Entity(key, file, name, first, last)
        self.entities[key] = entity
        self.by_name[file, name].append(entity)

    def _add_calls(self, row):
        target = self.entities.get(row["to_key"])
        if not target:
            raise SystemExit(f"score: an edge ends in {row['to_key']}, which is no entity")
        into = self.overrides if row["resolution"] == "override" else self.calls
        path = row["source_location"]
        if row["sites"]:
            path = path.rpartition(":")[0]
        into.extend((path, line, target) for line in row["sites"])

    def find(self, target):
        """The entity that a definition of the truth is, or None."""
        around = [e for e in self.by_name[target["file"], target["name"]] if e.first <= target["line"] <= e.last]
        return min(around, key=lambda e: (e.last - e.first, e.key)) if around else None


def exact_target(index, target):
    """What identifies a definition of the truth; one that is no entity of ours never equals one of ours."""
    entity = index.find(target)
    return entity.key if entity else (target["file"], target["line"], target["name"])


class Score:
    """Both sides brought together. `exact`, `named` and `override` are Figures, `misses` a list of Miss."""

    def __init__(self, truth, index):
        self.covered = len(truth.covered)
        ours = [call for call in index.calls if truth.covers(call[0], call[1])]
        self.ours = {(file, line, target.key) for file, line, target in ours}
        self._gather_truth(truth, index)
        ours = [call for call in ours if not self._is_beyond_judgement(*call)]
        self.ours = {(file, line, target.key) for file, line, target in ours}
        self.exact = self._figures(self.ours, self.truth)
        self.named = self._figures({(file, line, target.file, target.name) for file, line, target in ours},
                                   {(file, line, target["file"], target["name"])
                                    for (file, line, _), target in self.truth.items()})
        overrides = {(file, line, target.key) for file, line, target in index.overrides
                     if truth.covers(file, line)}
        self.override = self._figures(overrides, self.truth_overrides)
        self.misses = self._find_misses(index)

    def _gather_truth(self, truth, index):
        self.truth, self.kinds, self.truth_overrides = {}, {}, set()
        self.unknown, self.names = defaultdict(set), defaultdict(set)
        self.site_count = 0
        for site in truth.sites:
            if not truth.covers(site["file"], site["line"]):
                continue
            self.site_count += 1
            for override in site.get("overrides", ()):
                self.truth_overrides.add((site["file"], site["line"], exact_target(index, override)))
            names = self.unknown if site.get("unknown") else self.names
            names[site["file"], site["line"]].add(site["name"])
            if site["target"]:
                self._add_site(site, index)

    def _add_site(self, site, index):
        """Of several targets that are as true, those that we have; the first where we have none."""
        targets = [site["target"]] + site.get("alternatives", [])
        keys = [(site["file"], site["line"], exact_target(index, target)) for target in targets]
        true = [i for i, key in enumerate(keys) if key in self.ours] or [0]
        for i in true:
            self.truth[keys[i]] = targets[i]
            self.kinds[keys[i]] = site.get("kind", "call")

    def _is_beyond_judgement(self, file, line, target):
        """Whether ours stands where the compiler could not say what is called: by its name, or by none on that line
        (a constructor is called by its class's)."""
        unknown = self.unknown.get((file, line))
        if not unknown or (file, line, target.key) in self.truth:
            return False
        return target.name in unknown or target.name not in self.names.get((file, line), ())

    @staticmethod
    def _figures(ours, truth):
        return Figures(sum(1 for call in ours if call in truth), len(ours), len(truth))

    def _find_misses(self, index):
        by_site = defaultdict(lambda: ([], []))
        for key in self.truth.keys() - self.ours:
            by_site[key[0], key[1], self.truth[key]["name"]][0].append(key)
        for key in self.ours - self.truth.keys():
            by_site[key[0], key[1], index.entities[key[2]].name][1].append(key)
        misses = []
        for (file, line, name), (missing, extra) in by_site.items():
            true = "; ".join(sorted("{file}:{line} {name}".format(**self.truth[key]) for key in missing))
            said = "; ".join(sorted("{0.file}:{0.first} {0.name}".format(index.entities[key[2]]) for key in extra))
            what = "wrong" if missing and extra else "missing" if missing else "invented"
            misses.append(Miss(what, file, line, name, true, said, self.kinds[missing[0]] if missing else ""))
        return sorted(misses, key=lambda miss: (miss.file, miss.line, miss.name))


HEADER = ("language", "tree", "files", "calls", "P exact", "R exact", "F1 exact", "P name", "R name", "F1 name")


def table_row(language, tree, score):
    cells = [language, tree, str(score.covered), str(score.exact.truth)]
    for figures in (score.exact, score.named):
        cells += [f"{share(figures):.1f}" for share in (precision, recall, f1)]
    return cells


def override_row(language, tree, score):
    """The row of the `override` edges, or None where the truth says nothing of them and we neither."""
    if not score.override.ours and not score.override.truth:
        return None
    shares = [f"{share(score.override):.1f}" if score.override.truth else "-" for share in (precision, recall, f1)]
    return [language, tree + " override", str(score.covered), str(score.override.truth)] + shares + ["-"] * 3


def print_table(rows, out=sys.stdout):
    """Markdown, so that it can be pasted into the README."""
    lines = [list(HEADER)] + rows
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADER))]
    for number, line in enumerate(lines):
        out.write("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |\n")
        if number == 0:
            out.write("| " + " | ".join("-" * width for width in widths) + " |\n")


def source_line(root, file, line):
    try:
        with open(os.path.join(root, file), encoding="utf-8", errors="replace") as lines:
            for number, text in enumerate(lines, 1):
                if number == line:
                    return text.strip()[:160]
    except OSError:
        pass
    return ""


def print_misses(score, root, limit, out=sys.stdout):
    """Each miss with its source line; at most `limit` of each sort, spread over all files (None: all)."""
    for what in ("missing", "wrong", "invented"):
        found = [miss for miss in score.misses if miss.what == what]
        step = max(1, -(-len(found) // limit)) if limit else 1
        shown = found[::step]
        out.write(f"{what}: {len(found)}" + (f", each {step}th:\n" if step > 1 else "\n"))
        for miss in shown:
            kind = f" ({miss.kind})" if miss.kind and miss.kind != "call" else ""
            out.write(f"  {miss.file}:{miss.line}: {miss.name}{kind}: {source_line(root, miss.file, miss.line)}\n")
            if miss.truth:
                out.write(f"      true: {miss.truth}\n")
            if miss.ours:
                out.write(f"      ours: {miss.ours}\n")
    often = Counter((miss.what, miss.name) for miss in score.misses).most_common(12)
    if often:
        out.write("most often: " + ", ".join(f"{what} {name} {count}" for (what, name), count in often) + "\n")


def read_index(sluice, database):
    """Exports an index with the `sluice` command and reads it."""
    def export(relation):
        command = [sluice, "export", relation, "--db", database]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", errors="replace") as process:
            yield from process.stdout
        if process.returncode:
            raise SystemExit(f"score: {' '.join(command)} failed")
    return Index(export("CodeGraph"), export("TestEntitiesExcluded"), export("DependencyEdges"))


def main():
    parser = argparse.ArgumentParser(description="Scores an index against a compiler's truth.")
    parser.add_argument("--truth", required=True, help="JSON Lines of a truth maker")
    parser.add_argument("--db", required=True, help="the index")
    parser.add_argument("--sluice", default="build/bin/sluice", help="the command that exports it")
    parser.add_argument("--root", default=".", help="the indexed folder, for source lines")
    parser.add_argument("--misses", type=int, default=40, help="how many of each sort are listed (0: all)")
    options = parser.parse_args()
    with open(options.truth, encoding="utf-8") as lines:
        truth = Truth(lines)
    score = Score(truth, read_index(options.sluice, options.db))
    rows = [table_row("-", "-", score), override_row("-", "-", score)]
    print_table([row for row in rows if row])
    print_misses(score, options.root, options.misses or None)


if __name__ == "__main__":
    main()
