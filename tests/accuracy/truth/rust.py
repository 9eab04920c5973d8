#!/usr/bin/env python3
"""rust.py - what rustc says that a tree of crates calls.

    rust.py ROOT OUT SCRATCH [--tests] [--all-features] [--features LIST] [--exclude NAME]

Copies ROOT, makes a workspace of the packages in it, and has Debian's cargo (rustc 1.63) check it, offline, with what
librust-*-dev packages have put into /usr/share/cargo/registry. Each crate of the tree is compiled once more for each
of three answers, which are joined by place:

  -Zunpretty=thir-tree  every call of every body, after type checking, with its place and what it calls as a path,
                        such as <Square as Shape>::area
  -Zsave-analysis       every name with its place and the definition that it means; every definition with its place
  -Ztrace-macros        every macro that is invoked, and where

Packages: cargo rustc, and librust-{regex,serde-json,clap,globset,ignore,grep,rayon,syn,indexmap,petgraph,gimli,object}-dev with what they depend on.

What counts:
  - Calls and method calls that stand in the source or in the arguments of a macro, with the line of the function's name.
    Operators count where the tree overloads them, at the start of the left operand's line. What `?`, `for`, `derive`,
    dereferencing and dropping call does not.
  - A trait's method that is called on a type for which exactly one impl of the tree fits: the target is the method of
    that impl, else the trait's own. Called on a type parameter, `dyn` or `impl` Trait: the method as the trait declares
    it, and the kind is `virtual`.
  - `Name(...)` of a tuple struct constructs it: the target is the struct. Of an enum's variant: none in the tree.
  - A macro of the tree: the only macro_rules of that name in its crate, else in the tree.
  - Lines of bodies that were compiled; what a `cfg` leaves out and the bodies of macros are not covered.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from bisect import bisect_left
from collections import defaultdict

RUSTC = "/usr/bin/rustc"
CARGO = "/usr/bin/cargo"
REGISTRY = "/usr/share/cargo/registry"
UNAVAILABLE = 69
STD_MACROS = ("assert", "assert_eq", "assert_ne", "debug_assert", "println", "print", "eprintln", "format", "vec", "panic", "write",
              "writeln", "unreachable", "matches", "try")
PLACE = re.compile(r"^(.*?):(\d+):(\d+): (\d+):(\d+) \(#(\d+)\)")


# ---- compiling: cargo calls this file in place of rustc


def dump(arguments, folder):
    """Compiles a crate of the tree again, for its answers."""
    name = arguments[arguments.index("--crate-name") + 1]
    kept, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in ("--emit", "--out-dir", "--error-format", "--json", "-C") and argument != "-C":
            skip = True
        elif not argument.startswith(("--emit=", "--error-format=", "--json=", "-Cincremental", "incremental=")):
            kept.append(argument)
    kept = [one for at, one in enumerate(kept) if not (one == "-C" and (at + 1 == len(kept) or kept[at + 1][:1] in "-/"))]
    number = len(os.listdir(folder))
    base = os.path.join(folder, f"{number:04}-{name}")
    os.makedirs(base)
    env = dict(os.environ, RUSTC_BOOTSTRAP="1", LD_LIBRARY_PATH="")
    with open(os.path.join(base, "cwd"), "w", encoding="utf-8") as out:
        out.write(os.getcwd())
    with open(os.path.join(base, "thir"), "wb") as out:
        subprocess.run([RUSTC] + kept + ["-Zunpretty=thir-tree"], env=env, stdout=out, stderr=subprocess.DEVNULL,
                       check=False)
    with open(os.path.join(base, "macros"), "wb") as out:
        subprocess.run([RUSTC] + kept + ["-Ztrace-macros", "-Zsave-analysis", "--emit=metadata", "--error-format=json",
                                         "--cap-lints=allow", "--out-dir", base],
                       env=env, stdout=subprocess.DEVNULL, stderr=out, check=False)


def wrap(arguments):
    """What cargo calls as `rust.py rustc ARGUMENTS`."""
    done = subprocess.run(arguments, check=False)
    manifest = os.environ.get("CARGO_MANIFEST_DIR", "")
    is_ours = manifest.startswith(os.environ["SLUICE_TRUTH_TREE"]) and "--crate-name" in arguments
    if done.returncode == 0 and is_ours and "___" not in arguments:
        dump(arguments[1:], os.environ["SLUICE_TRUTH_DUMPS"])
    return done.returncode


def toml_of(value):
    """A value of a manifest as TOML on one line; JSON's strings, numbers and truth values are TOML's."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml_of(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_of(inner) for inner in value) + "]"
    return json.dumps(value)


def drop_missing(manifest, known):
    """Takes out what only tests depend on, and optional dependencies that are not there, with the features that name them."""
    tables = [manifest] + list(manifest.get("target", {}).values())
    missing = set()
    for table in tables:
        for section in ("dev-dependencies", "dev_dependencies"):
            table.pop(section, None)
        for name, how in list(table.get("dependencies", {}).items()):
            if isinstance(how, dict) and how.get("optional") and how.get("package", name) not in known:
                del table["dependencies"][name]
                missing.add(name)
    features = manifest.get("features", {})
    for name in features:
        features[name] = [one for one in features[name]
                          if re.sub(r"^dep:|[?]?/.*$", "", one) not in missing or (one in features and "/" not in one)]
    for section in ("test", "bench", "example", "profile"):
        manifest.pop(section, None)


def packages_known(tree):
    """The names of all packages in the registry and in the tree."""
    known = set()
    for folder in (REGISTRY, tree):
        for name in os.listdir(folder):
            path = os.path.join(folder, name, "Cargo.toml")
            if os.path.exists(path):
                with open(path, "rb") as file:
                    known.add(tomllib.load(file).get("package", {}).get("name"))
    return known


def trim_manifest(path, known):
    """Rewrites a package's manifest so that it can be resolved offline; returns the package's name."""
    with open(path, "rb") as file:
        manifest = tomllib.load(file)
    drop_missing(manifest, known)
    with open(path, "w", encoding="utf-8") as out:
        for key, value in manifest.items():
            if isinstance(value, list): # array of tables: [[bin]]
                for one in value:
                    out.write(f"[[{key}]]\n" + "".join(f"{json.dumps(k)} = {toml_of(v)}\n" for k, v in one.items()))
            elif isinstance(value, dict):
                out.write(f"[{key}]\n" + "".join(f"{json.dumps(k)} = {toml_of(v)}\n" for k, v in value.items()))
    return manifest["package"]["name"]


def make_workspace(tree, exclude):
    """Makes the packages in the tree's folders one workspace, whose packages take each other from it."""
    known = packages_known(tree)
    if os.path.exists(os.path.join(tree, "Cargo.toml")): # it is a package or a workspace itself
        return
    members = []
    for name in sorted(os.listdir(tree)):
        manifest = os.path.join(tree, name, "Cargo.toml")
        if os.path.exists(manifest) and name not in exclude:
            members.append((name, trim_manifest(manifest, known)))
    with open(os.path.join(tree, "Cargo.toml"), "w", encoding="utf-8") as out:
        out.write("[workspace]\nmembers = [%s]\n[patch.crates-io]\n" % ", ".join(f'"{m[0]}"' for m in members))
        for folder, package in members:
            out.write(f'{package} = {{ path = "{folder}" }}\n')


def compile_tree(root, scratch, options):
    tree, dumps = os.path.join(scratch, "source"), os.path.join(scratch, "dumps")
    for folder in (tree, dumps, os.path.join(scratch, "cargo"), os.path.join(scratch, "target")):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, tree, symlinks=True)
    os.makedirs(dumps)
    os.makedirs(os.path.join(scratch, "cargo"))
    make_workspace(tree, [o[len("--exclude="):] for o in options if o.startswith("--exclude=")])
    with open(os.path.join(scratch, "cargo", "config.toml"), "w", encoding="utf-8") as out:
        out.write(f'[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "{REGISTRY}"\n')
    wrapper = os.path.join(scratch, "wrapper")
    with open(wrapper, "w", encoding="utf-8") as out:
        out.write(f'#!/bin/sh\nexec {sys.executable} "{os.path.abspath(__file__)}" --wrap "$@"\n')
    os.chmod(wrapper, 0o755)
    env = dict(os.environ, CARGO_HOME=os.path.join(scratch, "cargo"), RUSTC=RUSTC, RUSTC_WRAPPER=wrapper,
               CARGO_TARGET_DIR=os.path.join(scratch, "target"), CARGO_INCREMENTAL="0", SLUICE_TRUTH_TREE=tree,
               SLUICE_TRUTH_DUMPS=dumps)
    flags = [o for o in options if not o.startswith("--exclude=")]
    done = subprocess.run([CARGO, "check", "--offline", "--workspace", "-j1"] + flags, cwd=tree, env=env, check=False)
    return tree, dumps, done.returncode


# ---- types as text


def split_top(text, separator=","):
    """Splits at separators that stand in no bracket."""
    parts, depth, last = [], 0, 0
    for at, char in enumerate(text):
        if char in "<([{":
            depth += 1
        elif char in ")]}" or (char == ">" and text[at - 1: at] not in ("-", "=")):
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[last:at].strip())
            last = at + 1
    return [part for part in parts + [text[last:].strip()] if part]


def closing(text, at):
    """Where the bracket that opens at `at` is closed."""
    depth = 0
    while at < len(text):
        if text[at] in "<([{":
            depth += 1
        elif text[at] in ")]}" or (text[at] == ">" and text[at - 1] not in "-="):
            depth -= 1
            if not depth:
                return at
        at += 1
    return len(text)


def parse_type(text):
    """A type as (head, [argument types]); lifetimes are left out."""
    text = text.strip()
    found = re.match(r"&\s*('\w+\s*)?(mut\s+)?", text)
    if found:
        return ("&mut" if found.group(2) else "&", [parse_type(text[found.end():])])
    if text.startswith(("*const ", "*mut ")):
        return (text.split()[0], [parse_type(text.split(None, 1)[1])])
    if text.startswith("(") and closing(text, 0) == len(text) - 1:
        parts = split_top(text[1:-1])
        return parse_type(parts[0]) if len(parts) == 1 and "," not in text else ("()", [parse_type(p) for p in parts])
    if text.startswith("["):
        inner = split_top(text[1:-1], ";")
        return ("[;]" if len(inner) > 1 else "[]", [parse_type(inner[0])]) if not text.startswith("[closure") else (text, [])
    if text.startswith(("dyn ", "impl ", "fn(", "for<", "unsafe ", "extern ", "<")):
        return (text.split("<")[0] if text.startswith("dyn ") else text, [])
    head, arguments, at = "", [], 0
    while at < len(text):
        if text[at] == "<":
            end = closing(text, at)
            arguments += [parse_type(p) for p in split_top(text[at + 1:end]) if not p.startswith("'") and "=" not in p]
            at = end + 1
        else:
            head += text[at]
            at += 1
    return (head.strip(": ").split("::")[-1].strip(), arguments)


def unify(pattern, concrete, parameters):
    if not pattern[1] and pattern[0] in parameters:
        return True
    if pattern[0] != concrete[0]:
        return False
    return all(unify(p, c, parameters) for p, c in zip(pattern[1], concrete[1]))


# ---- a tree's answers


class Impl:
    """The header of an impl block: its parameters, trait and type."""

    def __init__(self, header):
        text = re.sub(r"//[^\n]*", "", header)
        text = re.sub(r"\s+", " ", text).strip()
        text = text[text.index("impl") + 4:].strip()
        self.parameters = set()
        if text.startswith("<"):
            end = closing(text, 0)
            for part in split_top(text[1:end]):
                part = re.sub(r"^const ", "", part)
                if not part.startswith("'"):
                    self.parameters.add(re.split(r"[:=\s]", part)[0])
            text = text[end + 1:].strip()
        text = split_where(text)
        trait, self_type = split_for(text)
        self.trait = parse_type(trait.lstrip("!?")) if trait else None
        self.type = parse_type(self_type)

    def is_blanket(self):
        kind = self.type
        while kind[0] in ("&", "&mut"):
            kind = kind[1][0]
        return kind[0] in self.parameters


def split_where(text):
    return re.split(r"\bwhere\b", text)[0].strip()


def split_for(text):
    depth = 0
    for at, char in enumerate(text):
        if char in "<([":
            depth += 1
        elif char in ")]" or (char == ">" and text[at - 1] not in "-="):
            depth -= 1
        elif depth == 0 and text.startswith(" for ", at) and not text.startswith(" for <", at):
            return text[:at], text[at + 5:]
    return None, text


class Crate:
    """One compilation of one crate."""

    def __init__(self, folder, answers):
        with open(os.path.join(folder, "cwd"), encoding="utf-8") as file:
            self.cwd = file.read()
        self.folder, self.answers = folder, answers
        name = next(n for n in os.listdir(os.path.join(folder, "save-analysis")) if n.endswith(".json"))
        with open(os.path.join(folder, "save-analysis", name), encoding="utf-8") as file:
            data = json.load(file)
        self.key = key_of(data["prelude"]["crate_id"])
        self.name = data["prelude"]["crate_id"]["name"]
        self.crates = {0: self.key}
        for external in data["prelude"]["external_crates"]:
            self.crates[external["num"]] = key_of(external["id"])
        self.data = data
        self.take_definitions()

    def id(self, id_):
        return (self.crates.get(id_["krate"]), id_["index"])

    def place(self, name):
        """A file name of the compiler's, relative to the tree; None outside."""
        path = os.path.normpath(os.path.join(self.cwd, name))
        prefix = self.answers.tree + "/"
        return path[len(prefix):] if path.startswith(prefix) else None

    def take_definitions(self):
        for one in self.data["defs"]:
            file = self.place(one["span"]["file_name"])
            if one["kind"] in ("Struct", "Enum", "Union", "Type", "Trait"):
                self.answers.type_names.add(one["name"])
            if not file:
                continue
            id_ = self.id(one["id"])
            self.answers.definitions[id_] = {"file": file, "line": one["span"]["line_start"], "name": one["name"],
                                             "kind": one["kind"]}
            if one["kind"] == "Method" and one["decl_id"]:
                self.answers.implementations[self.id(one["decl_id"])].setdefault(
                    (file, one["span"]["line_start"], one["span"]["column_start"]), id_)
            if one["kind"] == "Method" and one["qualname"].startswith("::"):
                self.answers.trait_methods.add(id_)

    def references(self):
        """By file: [(line, column, end line, end column, kind, id)], sorted."""
        found = defaultdict(list)
        for one in self.data["refs"]:
            file, span = self.place(one["span"]["file_name"]), one["span"]
            if file and one["kind"] in ("Function", "Type"):
                found[file].append((span["line_start"], span["column_start"], span["line_end"], span["column_end"],
                                    one["kind"], self.id(one["ref_id"])))
        for rows in found.values():
            rows.sort()
        return found

    def bodies(self):
        """Each body as a list of expressions: (type, place text, kind, {call})."""
        body = []
        with open(os.path.join(self.folder, "thir"), encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("DefId("):
                    if body:
                        yield body
                    body = []
                elif line.startswith("        ") and line[8] != " ":
                    if line == "        Expr {\n":
                        body.append({"type": None, "span": None, "kind": ""})
                elif body and line.startswith("            ") and line[12] != " ":
                    word = line[12:]
                    if word.startswith("ty: "):
                        body[-1]["type"] = word[4:-2]
                    elif word.startswith("span: "):
                        body[-1]["span"] = PLACE.match(word[6:])
                    elif word.startswith("kind: "):
                        body[-1]["kind"] = word[6:].split(" ")[0].strip("(,\n")
                elif body and body[-1]["kind"] in ("Call", "Scope", "Adt", "Use") and line[16:17] != " ":
                    word = line[16:].strip().rstrip(",")
                    name, _, value = word.partition(": ")
                    if name in ("ty", "fun", "from_hir_call", "value", "source", "fn_span", "adt_def"):
                        body[-1][name] = value
        if body:
            yield body


def key_of(crate_id):
    return (crate_id["name"], tuple(crate_id["disambiguator"]))


class Answers:
    """All crates' definitions and calls."""

    def __init__(self, tree):
        self.tree = tree
        self.definitions, self.implementations = {}, defaultdict(dict)
        self.trait_methods, self.type_names = set(), set()
        self.headers, self.sources = {}, {}
        self.sites, self.lines = {}, defaultdict(set)
        self.covered, self.constructed = set(), set()
        self.unsure = 0

    def source(self, file):
        if file not in self.sources:
            with open(os.path.join(self.tree, file), encoding="utf-8", errors="replace") as text:
                self.sources[file] = text.read().split("\n")
        return self.sources[file]

    def impl_of(self, file, line, column):
        """The impl block around a method, read from the source: the nearest `impl` above, less indented or on its line."""
        key = (file, line, column)
        if key not in self.headers:
            lines = self.source(file)
            found = None
            indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
            for at in range(line - 1, -1, -1):
                text = lines[at][:column] if at == line - 1 else lines[at]
                match = re.match(r"\s*(default\s+)?(unsafe\s+)?impl\b", text)
                if match and (at == line - 1 or len(text) - len(text.lstrip()) < indent):
                    header = "\n".join(lines[at:line])
                    try:
                        found = Impl(re.sub(r"//[^\n]*", "", header).split("{")[0])
                    except (ValueError, IndexError):
                        found = None
                    break
            self.headers[key] = found
        return self.headers[key]

    def is_parameter(self, type_):
        head, arguments = type_
        while head in ("&", "&mut"):
            head, arguments = arguments[0]
        if head.startswith(("dyn ", "impl ", "<", "[closure")):
            return True
        return head == "Self" or (not arguments and re.match(r"[A-Z]\w*$", head) and head not in self.type_names
                                  and head not in ("String",))

    def implementation(self, method, path):
        """(target id, is virtual) of a trait's method that is called as `path`, `<Type as Trait>::method`."""
        end = closing(path, 0)
        self_text, trait_text = split_as(path[1:end])
        type_, trait = parse_type(self_text), parse_type(trait_text)
        fitting, blankets = [], []
        for (file, line, column), id_ in self.implementations.get(method, {}).items():
            impl = self.impl_of(file, line, column)
            if not impl or not impl.trait:
                continue
            # `Self` in the trait's arguments and default arguments: what is not written fits.
            if unify(impl.type, type_, impl.parameters) and unify(impl.trait, trait, impl.parameters | {"Self"}):
                (blankets if impl.is_blanket() else fitting).append(id_)
        if len(fitting) > 1: # cfg'd doubles or types that differ only in what is not compared
            exact = [i for i in fitting if self.definitions[i]]
            fitting = exact
        if len(fitting) == 1:
            return fitting[0], False, False
        if len(fitting) > 1:
            return None, False, True
        if self.is_parameter(type_):
            return method, True, False
        if len(blankets) == 1:
            return blankets[0], False, False
        if len(blankets) > 1:
            return None, False, True
        return method, False, False

    def add_site(self, file, line, name, target, kind, key, unsure=False):
        """Notes a call once; `target` is the id of a definition, or a place."""
        if key in self.sites:
            return
        place = target if isinstance(target, dict) else self.target_of(target)
        self.sites[key] = {"file": file, "line": line, "name": name, "target": None if unsure else place, "kind": kind}
        if unsure:
            self.sites[key]["unknown"] = True
            self.unsure += 1
        if kind == "virtual" and target in self.implementations:
            overrides = [self.target_of(id_) for id_ in self.implementations[target].values()]
            self.sites[key]["overrides"] = sorted(overrides, key=lambda o: (o["file"], o["line"]))

    def text_at(self, file, line, column, end_line, end_column):
        lines = self.source(file)
        if line == end_line:
            return lines[line - 1][column - 1:end_column - 1]
        return "\n".join([lines[line - 1][column - 1:]] + lines[line:end_line - 1] + [lines[end_line - 1][:end_column - 1]])

    def target_of(self, id_):
        found = self.definitions.get(id_)
        return {k: found[k] for k in ("file", "line", "name")} if found else None

    def take_call(self, crate, body, expression, references):
        fun = int(expression["fun"][1:])
        span = body[fun]["span"]
        if not span or span.group(6) != "0":
            return
        file = crate.place(span.group(1))
        if not file:
            return
        found = re.search(r"\{(.*)\}$", expression.get("ty", ""))
        rows = references.get(file, [])
        start, end = (int(span.group(2)), int(span.group(3))), (int(span.group(4)), int(span.group(5)))
        if not found:
            return
        path = found.group(1)
        if expression.get("from_hir_call") != "true":
            self.take_operator(crate, body, expression, path, file, span)
            return
        first = bisect_left(rows, start)
        last = None
        for row in rows[first:]:
            if row[:2] >= end:
                break
            if row[4] == "Function" and row[2:4] <= end:
                last = row
        if not last:
            return
        target, kind = last[5], "call"
        name = self.text_at(file, *last[:4])
        unsure = False
        if path.startswith("<") and " as " in path[:closing(path, 0)]:
            target, is_virtual, unsure = self.implementation(target, path)
            kind = "virtual" if is_virtual else "call"
        definition = self.definitions.get(target)
        if definition and definition["kind"] in ("TupleVariant", "StructVariant"):
            target = None
        if definition and definition["kind"] == "Struct":
            kind = "construct"
        self.add_site(file, last[0], name, target, kind, (file,) + last[:2], unsure)

    def take_operator(self, crate, body, expression, path, file, span):
        """`a + b`, `a[i]`, `-a`, `a == b`, `*a` where the tree says what they do."""
        if not (path.startswith("<") and " as " in path[:closing(path, 0)]):
            return
        end = closing(path, 0)
        name = path[end + 1:].strip(":").split("::")[0]
        text = self.text_at(file, *(int(span.group(i)) for i in (2, 3, 4, 5)))
        if name in ("deref", "deref_mut") and not text.startswith("*"):
            return
        for method, impls in self.implementations.items():
            if not impls or self.definitions[next(iter(impls.values()))]["name"] != name:
                continue
            if method in self.definitions: # of a trait of the tree's own, which no operator stands for
                continue
            target, _, unsure = self.implementation(method, path)
            if unsure or target in self.definitions:
                self.add_site(file, int(span.group(2)), name, target, "operator",
                              (file, int(span.group(2)), int(span.group(3)), name), unsure)
                return

    def take_constructs(self, references):
        """`Name(...)`: a type's name before a parenthesis."""
        for file, rows in references.items():
            for line, column, end_line, end_column, kind, id_ in rows:
                definition = self.definitions.get(id_)
                if not definition or definition["kind"] != "Struct":
                    continue
                after = self.source(file)[end_line - 1][end_column - 1:].lstrip()
                if after.startswith("::<"):
                    after = after[closing(after, 2) + 1:]
                before = self.source(file)[line - 1][:column - 1]
                start = column - len(re.search(r"[\w:]*$", before).group(0)) # of the path
                if after.startswith("(") and (file, line, start) in self.constructed:
                    self.add_site(file, line, definition["name"], id_, "construct", (file, line, column))

    def take_body(self, crate, body, references):
        rows = defaultdict(list)
        for expression in body:
            span = expression["span"]
            if span and span.group(6) == "0":
                file = crate.place(span.group(1))
                if file and expression["kind"] == "Adt":
                    self.constructed.add((file, int(span.group(2)), int(span.group(3))))
                if file:
                    rows[file] += [int(span.group(2)), int(span.group(4))]
        for file, lines in rows.items():
            self.covered.add(file)
            self.lines[file].update(range(min(lines), max(lines) + 1))
        for expression in body:
            if expression["kind"] == "Call" and "fun" in expression:
                self.take_call(crate, body, expression, references)

    def take(self, crate):
        references = crate.references()
        for body in crate.bodies():
            self.take_body(crate, body, references)
        self.take_constructs(references)
        self.take_macros(crate)

    def macros_of(self):
        if not hasattr(self, "macros"):
            self.macros = defaultdict(list)
            for folder, _, names in os.walk(self.tree):
                for name in sorted(n for n in names if n.endswith(".rs")):
                    file = os.path.relpath(os.path.join(folder, name), self.tree)
                    for number, line in enumerate(self.source(file), 1):
                        found = re.match(r"\s*macro_rules!\s*(\w+)", line)
                        if found:
                            self.macros[found.group(1)].append({"file": file, "line": number, "name": found.group(1)})
        return self.macros

    def take_macros(self, crate):
        with open(os.path.join(crate.folder, "macros"), encoding="utf-8") as lines:
            for line in lines:
                if '"trace_macro"' not in line:
                    continue
                row = json.loads(line)
                span = row["spans"][0] if row["spans"] else None
                file = crate.place(span["file_name"]) if span and not span["expansion"] else None
                name = re.match(r"expanding `([\w:$ ]+)! ", row["children"][0]["message"])
                if file and name:
                    self.take_macro(file, span, name.group(1).replace(" ", "").split("::")[-1])

    def take_macro(self, file, span, name):
        all_ = self.macros_of()[name]
        top = file.split("/src/")[0] if "/src/" in file else ""
        near = [m for m in all_ if m["file"] == file] or [m for m in all_ if m["file"].startswith(top)] or all_
        above = [m for m in near if m["file"] == file and m["line"] < span["line_start"]]
        is_std = name in STD_MACROS
        near = near if above or not is_std else []
        target = above[-1] if above else near[0] if len(near) == 1 else None
        at = self.text_at(file, span["line_start"], span["column_start"], span["line_end"], span["column_end"])
        line = span["line_start"] + at.split("!")[0].count("\n")
        self.covered.add(file)
        self.lines[file].add(line)
        self.add_site(file, line, name, target, "macro", (file, span["line_start"], span["column_start"], "!"),
                      bool(near) and not target)

    def hide_macro_bodies(self):
        """Takes the lines of macro_rules definitions out: what they call depends on where they are used."""
        for rows in self.macros_of().values():
            for row in rows:
                lines = self.source(row["file"])
                indent = len(lines[row["line"] - 1]) - len(lines[row["line"] - 1].lstrip())
                end = row["line"]
                while end < len(lines) and not re.match(r"\s{%d}[})\]]" % indent, lines[end - 1]):
                    end += 1
                self.lines[row["file"]].difference_update(range(row["line"], end + 1))


def split_as(text):
    depth = 0
    for at, char in enumerate(text):
        if char in "<([":
            depth += 1
        elif char in ")]" or (char == ">" and text[at - 1] not in "-="):
            depth -= 1
        elif depth == 0 and text.startswith(" as ", at):
            return text[:at], text[at + 4:]
    return text, ""


def ranges_of(numbers):
    found = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def write(answers, out_path):
    with open(out_path, "w", encoding="utf-8") as out:
        for key in sorted(answers.sites, key=lambda k: tuple(str(p) if isinstance(p, str) else f"{p:09}" for p in k)):
            site = answers.sites[key]
            if site["line"] in answers.lines[site["file"]]:
                out.write(json.dumps(site) + "\n")
        out.write(json.dumps({"covered": sorted(answers.covered)}) + "\n")
        for file in sorted(answers.covered):
            out.write(json.dumps({"file": file, "lines": ranges_of(answers.lines[file])}) + "\n")


def main():
    if sys.argv[1:2] == ["--wrap"]:
        return wrap(sys.argv[2:])
    root, out, scratch = sys.argv[1:4]
    if not (os.access(RUSTC, os.X_OK) and os.access(CARGO, os.X_OK)):
        return UNAVAILABLE
    tree, dumps, status = compile_tree(os.path.abspath(root), os.path.abspath(scratch), sys.argv[4:])
    if status:
        return 1
    answers = Answers(tree)
    crates = []
    for name in sorted(os.listdir(dumps)):
        if os.path.isdir(os.path.join(dumps, name, "save-analysis")):
            crates.append(Crate(os.path.join(dumps, name), answers))
    for crate in crates:
        answers.take(crate)
    answers.hide_macro_bodies()
    write(answers, out)
    print(f"rust: {len(crates)} crates, {len(answers.sites)} calls, {answers.unsure} of them unsure", file=sys.stderr)
    shutil.rmtree(dumps)
    return 0


if __name__ == "__main__":
    sys.exit(main())
