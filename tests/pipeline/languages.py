#!/usr/bin/env python3
"""languages.py SLUICE DB ROOT - looks at every edge of an index for one that joins two languages without a declared binding.

Prints one line for each such edge, then how many edges joined two languages, and ends with 1 if there was one without a
binding. What binds two languages:

  C, C++                      the file includes, directly or not, one that has the name in its text: a header declares it
  JavaScript, TypeScript, TSX the file imports it, directly or not; or it is declared for every file (.d.ts, a script)
  Java, Kotlin, Scala         the same package; or a file imports the other, directly or not
  any                         a file that is imported by its path, as package.json is

Of an override edge either end may reach what the other one reaches: both know the type that they share.
"""
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict

FAMILIES = [{"c", "cpp"}, {"javascript", "typescript", "tsx"}, {"java", "kotlin", "scala"}]
REACH_MAX = 20000  # files that one file may import, directly or not


def export(sluice, db, relation):
    with subprocess.Popen([sluice, "export", relation, "--db", db], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        sys.exit(f"languages.py: `sluice export {relation}` ended with {process.returncode}")


class Tree:
    def __init__(self, root):
        self.root, self.texts, self.reached = root, {}, {}
        self.imports = defaultdict(set)

    def text(self, path):
        if path not in self.texts:
            with open(os.path.join(self.root, path), errors="replace") as file:
                self.texts[path] = file.read()
        return self.texts[path]

    def package(self, path):
        """Where the file is, by its clauses: Scala's may be several, each inside of the one before."""
        clauses = re.findall(r"^\s*package\s+(?!object\b)([\w.`]+)", self.text(path), re.MULTILINE)
        return ".".join(clauses).replace("`", "")

    def names_package(self, path, package):
        """Whether an import of the file begins with that package."""
        return re.search(r"^\s*import\s+(static\s+)?" + re.escape(package) + r"\b", self.text(path), re.MULTILINE)

    def reach(self, path):
        """The file and all that it imports, directly or not."""
        if path not in self.reached:
            seen, rest = {path}, [path]
            while rest and len(seen) < REACH_MAX:
                for there in self.imports[rest.pop()] - seen:
                    seen.add(there)
                    rest.append(there)
            self.reached[path] = seen
        return self.reached[path]

    def knows(self, source, target):
        return target in self.reach(source)

    def share(self, a, b):
        return bool(self.reach(a) & self.reach(b))

    def is_bound(self, edge, source, target, languages):
        if edge["edge_type"] == "Imports":
            return "manifest" in languages or any(languages <= family for family in FAMILIES)
        family = next((family for family in FAMILIES if languages <= family), None)
        if not family:
            return False
        if "c" in family:
            is_member = edge["edge_type"] == "Contains"  # written outside of its class: it includes that
            name, reader, other = (edge["from_name"], target, source) if is_member else (edge["to_name"], source, target)
            word = re.compile(r"(?<!\w)" + re.escape(name) + r"(?!\w)")
            return any(there == other or word.search(self.text(there)) for there in self.reach(reader) - {reader})
        if "java" in family:
            a, b = self.package(source), self.package(target)
            if f"{a}.".startswith(f"{b}.") or self.names_package(source, b) or self.names_package(target, a):
                return True
        if "tsx" in family and (target.endswith((".d.ts", ".d.mts", ".d.cts")) or not self.is_module(target)):
            return True
        return self.knows(source, target) or self.knows(target, source) or self.share(source, target)

    def is_module(self, path):
        return re.search(r"^\s*(import|export)\b|\brequire\(|\bexports\b", self.text(path), re.MULTILINE)


def main(sluice, db, root):
    tree, joining, unbound = Tree(root), [], Counter()
    for edge in export(sluice, db, "DependencyEdges"):
        source, target = edge["source_location"].rpartition(":")[0], edge["to_path"]
        if edge["edge_type"] == "Imports" and target:
            tree.imports[source].add(target)
        languages = frozenset(edge[end].split(":", 1)[0] for end in ("from_key", "to_key"))
        if len(languages) > 1:
            joining.append((edge, source, target, languages))
    for edge, source, target, languages in joining:
        if not target or not tree.is_bound(edge, source, target, languages):
            unbound[edge["edge_type"], edge["resolution"], *sorted(languages)] += 1
            print(f"unbound: {edge['edge_type']} {edge['from_name']} -> {edge['to_name']} ({edge['resolution']}), "
                  f"{edge['source_location']} -> {target or edge['to_key']}")
    for what, count in sorted(unbound.items()):
        print(f"{count} unbound: {' '.join(what)}")
    print(f"{len(joining)} edges join two languages, {sum(unbound.values())} without a binding")
    return 1 if unbound else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
