"""What clang says C and C++ code calls: one JSON line per call site (see tests/accuracy/README.md).

    MAKER ROOT OUT SCRATCH --cmake [OPTION=VALUE...]              what CMake would compile
    MAKER ROOT OUT SCRATCH --sources 'src/*.c' -- -Isrc -DX=1     these files with these flags
    --empty NAME ...                                              headers that a build would make: empty ones stand in

Rules, where a compiler's tree and what is written differ:
  - a call is at the token that names what is called; one that comes from a macro's argument stands where the argument is
    written, one that comes from a macro's body stands in the #define;
  - the invocation of a function-like macro of the tree (or of any macro, when written like a call) calls the macro;
  - the target of a call is the definition, found over all translation units by USR; of what a template makes, the template; of a
    pure virtual method its declaration;
  - constructors count where the source writes a type and arguments (`T(x)`, `new T`, `T x(...)`, `T{...}`, `: base(...)`,
    `: field(...)`), not where a value is copied, converted or made by default; a constructor that nobody wrote is its class;
  - conversion functions, calls of lambdas and assignments that nobody wrote an operator for are left out.
What clang does not decide is `unknown`, which counts neither for nor against: calls and constructions that depend on template parameters,
functions whose definition was not compiled, macro bodies that are never expanded, arguments that a macro drops. Lines that the preprocessor skipped in every
translation unit are `skipped`. A file is covered when a translation unit without errors contains it.
"""
import argparse
import ctypes
import glob
import json
import os
import re
import shlex
import subprocess
import sys

try:
    from clang import cindex
    from clang.cindex import CursorKind as K
    cindex.conf.lib
except (ImportError, cindex.LibclangError):
    sys.exit(69)  # not installed: python3-clang-14

FUNCTIONS = {K.FUNCTION_DECL, K.CXX_METHOD, K.CONSTRUCTOR, K.DESTRUCTOR, K.CONVERSION_FUNCTION, K.FUNCTION_TEMPLATE}
CALL = re.compile(r"[A-Za-z_]\w*")
NOT_CALLED = set("if while for switch return sizeof defined __attribute__ __asm__ asm alignof typeof decltype do else case "
                 "static_cast reinterpret_cast const_cast dynamic_cast catch noexcept throw __typeof__".split())


class LocatedRanges(ctypes.Structure):
    _fields_ = [("count", ctypes.c_uint), ("ranges", ctypes.POINTER(cindex.SourceRange))]


LIB = cindex.conf.lib
LIB.clang_getAllSkippedRanges.restype = ctypes.POINTER(LocatedRanges)
LIB.clang_getAllSkippedRanges.argtypes = [cindex.TranslationUnit]
LIB.clang_disposeSourceRangeList.argtypes = [ctypes.POINTER(LocatedRanges)]
LIB.clang_Cursor_isMacroFunctionLike.argtypes = [cindex.Cursor]
LIB.clang_getSpecializedCursorTemplate.restype = cindex.Cursor
LIB.clang_getSpecializedCursorTemplate.argtypes = [cindex.Cursor]
LIB.clang_getSpecializedCursorTemplate.errcheck = lambda result, function, arguments: result
LIB.clang_Cursor_isNull.argtypes = [cindex.Cursor]


def place(function, location):
    file, line, column, offset = ctypes.c_void_p(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    getattr(LIB, function)(location, ctypes.byref(file), ctypes.byref(line), ctypes.byref(column), ctypes.byref(offset))
    return file.value, line.value, offset.value


for name in ("clang_getSpellingLocation", "clang_getFileLocation", "clang_getExpansionLocation"):
    getattr(LIB, name).argtypes = [cindex.SourceLocation, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
LIB.clang_getFileName.argtypes = [ctypes.c_void_p]


class Source:
    """A file's text, and the macros that are defined in it: name -> [(line, parameters or None, body, offset of body)]."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.text = file.read().decode("latin-1")
        self.starts = [0] + [m.end() for m in re.finditer("\n", self.text)]
        blank = lambda m: re.sub(r"[^\n]", " ", m.group())
        code = re.sub(r'//(?:\\\n|[^\n])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, self.text, flags=re.S)
        self.macros = {}
        define = r"^[ \t]*#[ \t]*define[ \t]+(\w+)(\(([^)]*)\))?((?:\\\r?\n|[^\n])*)"
        for m in re.finditer(define, code, re.M):
            parameters = None if m.group(2) is None else {p.strip() for p in m.group(3).split(",")}
            self.macros.setdefault(m.group(1), []).append((m.start(1), parameters, m.group(4), m.start(4)))

    def line(self, offset):
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle] <= offset else (low, middle)
        return low + 1

    def word(self, offset):
        m = CALL.match(self.text, offset)
        return m.group() if m else ""

    def is_called(self, offset):
        return re.match(r"(?:[ \t\r\n]|\\\n)*\(", self.text[offset:offset + 200]) is not None


class Truth:
    def __init__(self, root):
        self.root = os.path.realpath(root) + "/"
        self.paths, self.sources = {}, {}
        self.walked, self.covered = set(), set()
        self.definitions, self.sites, self.undecided, self.skipped = {}, {}, set(), {}
        self.expanded = set()  # where macros of the tree are invoked, by (path, offset)

    def path(self, handle):
        """The path of a file handle within the tree, or None."""
        if handle is None:
            return None
        if handle not in self.paths:
            name = LIB.clang_getFileName(ctypes.c_void_p(handle))
            name = name if isinstance(name, str) else cindex.b(name).decode() if isinstance(name, bytes) else str(name)
            full = os.path.realpath(name)
            self.paths[handle] = full[len(self.root):] if full.startswith(self.root) else None
        return self.paths[handle]

    def source(self, path):
        if path not in self.sources:
            self.sources[path] = Source(self.root + path)
        return self.sources[path]

    def file_place(self, location):
        handle, line, offset = place("clang_getFileLocation", location)
        return self.path(handle), line, offset

    # ---- where a name is written

    def in_macro(self, path, offset, name):
        """A token of a macro's body whose place clang does not tell: the body it can only come from."""
        names, seen = [self.source(path).word(offset)], set()
        while names:
            macro = names.pop(0)
            if macro in seen:
                continue
            seen.add(macro)
            for where, source in list(self.sources.items()):
                for _, parameters, body, start in source.macros.get(macro, []):
                    m = re.search(r"\b%s\b" % re.escape(name), body)
                    if m and name not in (parameters or ()):
                        return where, source.line(start + m.start()), start + m.start()
                    names.extend(w for w in CALL.findall(body) if len(seen) < 50)
        return None, 0, 0

    def written(self, location, name):
        file = place("clang_getFileLocation", location)
        expansion = place("clang_getExpansionLocation", location)
        spelling = place("clang_getSpellingLocation", location)
        best = spelling if file == expansion and spelling != expansion else file
        path = self.path(best[0])
        if path is None:
            return None, 0, 0
        is_there = name is None or self.source(path).text.startswith(name, best[2]) and \
            (self.source(path).word(best[2]) or name) == name
        if not is_there and file == expansion:
            if best is not file:  # pasted together of parts
                return None, 0, 0
            return self.in_macro(path, best[2], name)
        if name and file == expansion and (path, best[2]) in self.expanded:  # `#define f(x) (f(x), 0)`: the body's f
            body = self.in_macro(path, best[2], name)
            return body if body[0] else (path, best[1], best[2])
        return path, best[1], best[2]

    # ---- targets

    def target(self, cursor):
        template = LIB.clang_getSpecializedCursorTemplate(cursor)
        for _ in range(4):
            if LIB.clang_Cursor_isNull(template):
                break
            template._tu = cursor._tu
            cursor = template
            template = LIB.clang_getSpecializedCursorTemplate(cursor)
        path, line, _ = self.file_place(cursor.location)
        return cursor.get_usr(), path, line, cursor.spelling.split("<")[0] if cursor.kind == K.CONSTRUCTOR else cursor.spelling, \
            self.stands_alone(cursor)

    @staticmethod
    def stands_alone(cursor):
        if cursor.is_pure_virtual_method() or cursor.is_default_method():
            return True
        return cursor.kind == K.CONSTRUCTOR and cursor.location == cursor.semantic_parent.location  # nobody wrote it

    def add(self, path, line, name, target, kind="call"):
        if path:
            self.sites.setdefault((path, line, name), {})[target] = kind

    # ---- one translation unit

    def walk_unit(self, unit):
        self.paths = {}
        self.unit = unit
        files = {unit.spelling} | {i.include.name for i in unit.get_includes() if i.include}
        for name in files:
            full = os.path.realpath(name)
            if full.startswith(self.root):
                self.covered.add(full[len(self.root):])
                self.source(full[len(self.root):])
        self.note_skipped(unit, files)
        for cursor in unit.cursor.get_children():
            path, _, offset = self.file_place(cursor.location)
            if cursor.kind == K.MACRO_INSTANTIATION:
                self.note_macro(cursor)
            elif path and cursor.kind not in (K.MACRO_DEFINITION, K.INCLUSION_DIRECTIVE):
                self.walk(cursor)

    def note_skipped(self, unit, files):
        found = {}
        ranges = LIB.clang_getAllSkippedRanges(unit)
        for i in range(ranges.contents.count):
            start, end = ranges.contents.ranges[i].start, ranges.contents.ranges[i].end
            path, first, _ = self.file_place(start)
            last = self.file_place(end)[1]
            if path:
                found.setdefault(path, set()).update(range(first + 1, last))
        LIB.clang_disposeSourceRangeList(ranges)
        for name in files:
            full = os.path.realpath(name)
            if full.startswith(self.root):
                path = full[len(self.root):]
                lines = found.get(path, set())
                self.skipped[path] = self.skipped[path] & lines if path in self.skipped else lines

    def note_macro(self, cursor):
        path, line, offset = self.file_place(cursor.location)
        if not path:
            return
        name, macro = cursor.spelling, cursor.referenced
        if macro is None or not self.source(path).is_called(offset + len(name)):
            return
        end = self.file_place(cursor.extent.end)[2]
        for m in re.finditer(r"([A-Za-z_]\w*)\s*\(", self.source(path).text[offset + len(name):end]):
            self.undecided.add((path, self.source(path).line(offset + len(name) + m.start()), m.group(1)))
        at, target_line, _ = self.file_place(macro.location)
        self.add(path, line, name, ("", at, target_line, name, True) if at else None, "macro")
        if at:
            self.expanded.add((path, offset))

    def walk(self, top):
        is_new = {}
        stack = [(top, None, None)]
        while stack:
            cursor, parent, grand = stack.pop()
            kind = cursor.kind
            if kind in FUNCTIONS or kind in (K.CLASS_DECL, K.STRUCT_DECL, K.CLASS_TEMPLATE, K.VAR_DECL):
                path, line, offset = self.file_place(cursor.location)
                key = (path, offset, kind, cursor.get_usr(), cursor.is_definition())  # of a macro all is in one place
                if key in self.walked or not path:
                    continue
                self.walked.add(key)
                if kind in FUNCTIONS and cursor.is_definition():
                    definition = (path, line, cursor.spelling)
                    self.definitions.setdefault(cursor.get_usr(), definition)
                    self.definitions.setdefault((cursor.get_usr(), path), definition)
            if kind == K.CALL_EXPR:
                self.note_call(cursor, parent, grand)
            children = list(cursor.get_children())
            if kind == K.CONSTRUCTOR:
                self.note_initializers(cursor, children)
            is_wrapped = kind == K.UNEXPOSED_EXPR and parent is not None and len(children) == 1
            around = (parent, grand) if is_wrapped else (cursor, parent)  # a temporary's life, a conversion
            if kind in (K.VAR_DECL, K.CXX_NEW_EXPR):
                self.note_dependent(cursor, children)
            for child in children:
                stack.append((child, *around))

    @staticmethod
    def unwrapped(cursor):
        """What is in an expression that stands for one other."""
        for _ in range(8):
            inner = list(cursor.get_children()) if cursor.kind == K.UNEXPOSED_EXPR else []
            if len(inner) != 1:
                break
            cursor = inner[0]
        return cursor

    def note_dependent(self, cursor, children):
        """`T x(a)` and `new T(a)`, where what is constructed depends on a template's parameters."""
        reference = self.type_reference(cursor)
        if reference is not None and not any(self.unwrapped(child).kind == K.CALL_EXPR for child in children):
            path, line, offset = self.file_place(reference.location)
            if path:
                self.undecided.add((path, line, self.source(path).word(offset)))

    def note_initializers(self, cursor, children):
        for previous, child in zip(children, children[1:]):
            if previous.kind not in (K.TYPE_REF, K.MEMBER_REF, K.TEMPLATE_REF):
                continue
            if child.kind == K.UNEXPOSED_EXPR and previous.kind != K.MEMBER_REF:
                path, line, offset = self.file_place(previous.location)
                if path:
                    self.undecided.add((path, line, self.source(path).word(offset)))
            child = self.unwrapped(child)
            if child.kind == K.CALL_EXPR:
                reference = child.referenced
                if reference is None or reference.kind != K.CONSTRUCTOR:
                    continue
                path, line, offset = self.file_place(previous.location)
                name = self.source(path).word(offset) if path else ""
                if path and re.match(r"\s*(<[^(){}]*>)?\s*[({]\s*[^)}\s]", self.source(path).text[offset + len(name):][:300]):
                    self.construct(reference, path, line)

    def construct(self, reference, path, line):
        target = self.target(reference)
        self.add(path, line, target[3], target if target[1] else None, "construct")

    def note_call(self, call, parent, grand):
        reference = call.referenced
        if reference is None or reference.kind not in FUNCTIONS:
            if reference is None:
                self.note_undecided(call)
            return
        if reference.kind == K.CONSTRUCTOR:
            self.note_construction(call, parent, grand, reference)
            return
        name = reference.spelling
        if reference.kind == K.CXX_METHOD and reference.location == reference.semantic_parent.location:
            return  # nobody wrote it
        if reference.kind == K.CONVERSION_FUNCTION or not self.has_name(reference.semantic_parent):
            return
        callee = self.callee(call, reference)
        if callee is None:
            return
        if name.startswith("operator"):
            symbol = name[len("operator"):]
            token = {"[]": "[", "()": "("}.get(symbol, symbol)
            path, line, offset = self.written(callee.location, None)
            text = self.source(path).text if path else ""
            if not path or not (text.startswith(token, offset) or text.startswith("operator", offset)):
                return
        else:
            path, line, offset = self.written(callee.location, name)
            if path and self.is_passed(callee.location, path, offset + len(name)):
                self.undecided.add((path, line, name))
                return
        target = self.target(reference)
        virtual = reference.kind == K.CXX_METHOD and reference.is_virtual_method()
        self.add(path, line, name, target if target[1] else None, "virtual" if virtual else "call")

    def is_passed(self, location, path, end):
        """A macro is given the function's name and calls it, or stands for the name: that is no call where it is written."""
        file, expansion = place("clang_getFileLocation", location), place("clang_getExpansionLocation", location)
        spelling = place("clang_getSpellingLocation", location)
        return (file != expansion or spelling != expansion) and not re.match(r"\s*\(", self.source(path).text[end:end + 80])

    @staticmethod
    def has_name(parent):
        return parent is None or parent.kind in (K.TRANSLATION_UNIT, K.NAMESPACE, K.LINKAGE_SPEC, K.UNEXPOSED_DECL) or \
            bool(parent.spelling) and "lambda" not in parent.spelling

    @staticmethod
    def callee(call, reference):
        for child in call.get_children():
            for _ in range(8):
                if child.kind in (K.DECL_REF_EXPR, K.MEMBER_REF_EXPR):
                    break
                inner = list(child.get_children())
                if child.kind not in (K.UNEXPOSED_EXPR, K.PAREN_EXPR, K.UNARY_OPERATOR) or len(inner) != 1:
                    break
                child = inner[0]
            if child.kind in (K.DECL_REF_EXPR, K.MEMBER_REF_EXPR) and child.referenced == reference:
                return child
        return None

    def note_construction(self, call, parent, grand, reference):
        children = list(call.get_children())
        type_reference = None
        if parent is not None and parent.kind in (K.CXX_NEW_EXPR, K.CXX_FUNCTIONAL_CAST_EXPR):
            type_reference = self.type_reference(parent)
        elif children and children[0].kind in (K.TYPE_REF, K.TEMPLATE_REF, K.NAMESPACE_REF):
            type_reference = self.type_reference(call)
        elif parent is not None and parent.kind == K.VAR_DECL:
            path, line, offset = self.file_place(parent.location)
            text = self.source(path).text if path else ""
            is_written = path and re.match(r"\s*[({]\s*[^)}\s]", text[offset + len(parent.spelling):][:300])
            type_reference = self.type_reference(parent) if is_written else None
        if type_reference is not None:
            spelled = CALL.findall(type_reference.spelling)
            path, line, _ = self.written(type_reference.location, spelled[-1] if spelled else None)
            if path:
                self.construct(reference, path, line)

    @staticmethod
    def type_reference(cursor):
        found = None
        for child in cursor.get_children():
            if child.kind in (K.TYPE_REF, K.TEMPLATE_REF):
                return child
            if child.kind != K.NAMESPACE_REF:
                break
        return found

    def note_undecided(self, call):
        children = list(call.get_children())
        if not children:
            return
        callee = children[0]
        while callee.kind in (K.UNEXPOSED_EXPR, K.PAREN_EXPR):
            inner = list(callee.get_children())
            if not inner:
                break
            callee = inner[0]
        path, line, offset = self.file_place(callee.location)
        if path:
            self.undecided.add((path, line, self.source(path).word(offset)))
        # `x.template f<T>()`, `a::b::f()`: the name may stand behind where the expression is said to be.
        start, end = self.file_place(call.extent.start), self.file_place(call.extent.end)
        if start[0] and start[0] == end[0] and end[2] - start[2] < 2000:
            text = self.source(start[0])
            for m in re.finditer(r"([A-Za-z_]\w*)\s*(?:<[^;(]*>)?\s*[({]", text.text[start[2]:end[2]]):
                self.undecided.add((start[0], text.line(start[2] + m.start()), m.group(1)))

    # ---- after all

    def macro_bodies(self):
        """Calls in macro bodies: of macros they are sure, what else is not known from an expansion is undecided."""
        known = {}
        for path in self.covered:
            for name, all_of in self.sources[path].macros.items():
                known.setdefault(name, []).extend((path, self.sources[path].line(m[0]), m[1]) for m in all_of)
        for path in self.covered:
            source = self.sources[path]
            for name, all_of in source.macros.items():
                for at, parameters, body, start in all_of:
                    for m in CALL.finditer(body):
                        self.in_body(source, path, m, body, start, parameters or (), known)

    def in_body(self, source, path, m, body, start, parameters, known):
        word, line = m.group(), source.line(start + m.start())
        if word in parameters or word in NOT_CALLED or line in self.skipped.get(path, ()):
            return
        is_pasted = body[:m.start()].rstrip().endswith("#") or body[m.end():].lstrip().startswith("##")
        targets = known.get(word, [])
        is_call = re.match(r"(?:\s|\\\n)*\(", body[m.end():])
        if is_call and not is_pasted and len(targets) == 1 and targets[0][2] is not None:
            self.add(path, line, word, ("", targets[0][0], targets[0][1], word, True), "macro")
        else:
            self.undecided.add((path, line, word))

    def resolve(self, target):
        """What a recorded target is in the end: a definition, or () when it is not decided."""
        if target is None:
            return None
        usr, path, line, name, is_alone = target
        # Static functions of files with the same name have the same USR.
        found = (self.definitions.get((usr, path)) or self.definitions.get(usr)) if usr else None
        if found:
            return found[0], found[1], name
        return (path, line, name) if is_alone else ()

    def print(self, out):
        self.macro_bodies()
        for (path, line, name), targets in sorted(self.sites.items()):
            resolved = {self.resolve(t): kind for t, kind in targets.items()}
            if () in resolved:
                self.undecided.add((path, line, name))
                resolved.pop(())
                continue
            for target, kind in sorted(resolved.items(), key=str):
                record = {"file": path, "line": line, "name": name, "kind": kind}
                record["target"] = target and {"file": target[0], "line": target[1], "name": target[2]}
                out.write(json.dumps(record) + "\n")
        for path, line, name in sorted(self.undecided - self.sites.keys() |
                                       {k for k in self.undecided if k in self.sites and
                                        any(self.resolve(t) == () for t in self.sites[k])}):
            out.write(json.dumps({"file": path, "line": line, "name": name, "target": None, "unknown": True}) + "\n")
        for path, lines in sorted(self.skipped.items()):
            if lines and path in self.covered:
                out.write(json.dumps({"skipped": path, "lines": sorted(lines)}) + "\n")
        out.write(json.dumps({"covered": sorted(self.covered)}) + "\n")


def database(options):
    """Configures with CMake and returns the path of the compile commands."""
    build = os.path.join(options.scratch, "cmake")
    command = ["cmake", "-S", options.root, "-B", build, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-DCMAKE_BUILD_TYPE=Debug"]
    subprocess.run(command + ["-D" + option for option in options.cmake], check=True, stdout=sys.stderr)
    return os.path.join(build, "compile_commands.json")


def kept_arguments(entry, path):
    arguments = entry.get("arguments") or shlex.split(entry["command"])
    kept, skip = [], False
    for argument in arguments[1:]:
        if skip:
            skip = False
        elif argument in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif argument not in ("-c", "-MD", "-MMD", entry["file"], path) and not argument.startswith("-W"):
            kept.append(argument)
    return kept


def commands(options):
    """(file, arguments, folder) of each translation unit."""
    if options.cmake is not None:
        with open(database(options), encoding="utf-8") as file:
            for entry in json.load(file):
                path = os.path.join(entry["directory"], entry["file"])
                yield path, kept_arguments(entry, path), entry["directory"]
        return
    stand_ins = os.path.join(options.scratch, "headers")
    os.makedirs(stand_ins, exist_ok=True)
    for name in options.empty:
        with open(os.path.join(stand_ins, name), "w", encoding="utf-8"):
            pass
    for pattern in options.sources:
        for path in sorted(glob.glob(os.path.join(options.root, pattern), recursive=True)):
            yield os.path.abspath(path), options.flags + ["-I", stand_ins], os.path.abspath(options.root)


def parse_options():
    own, flags = sys.argv[1:], []
    if "--" in own:
        own, flags = own[:own.index("--")], own[own.index("--") + 1:]
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("out")
    parser.add_argument("scratch")
    parser.add_argument("--cmake", nargs="*")
    parser.add_argument("--sources", nargs="*", default=[])
    parser.add_argument("--empty", nargs="*", default=[])
    options = parser.parse_args(own)
    options.flags = flags
    options.out, options.scratch = os.path.abspath(options.out), os.path.abspath(options.scratch)
    return options


def main():
    options = parse_options()
    truth, index, failed, seen = Truth(options.root), cindex.Index.create(), 0, set()
    for path, arguments, folder in commands(options):
        if not os.path.realpath(path).startswith(truth.root) or path in seen:
            continue
        seen.add(path)
        os.chdir(folder)
        unit = index.parse(path, arguments, options=cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD)
        errors = [d for d in unit.diagnostics if d.severity >= cindex.Diagnostic.Error]
        if errors:
            failed += 1
            print(f"{path}: {errors[0].spelling}", file=sys.stderr)
            continue
        truth.walk_unit(unit)
    with open(options.out, "w", encoding="utf-8") as out:
        truth.print(out)
    print(f"{len(seen) - failed} units, {failed} with errors, {len(truth.covered)} files", file=sys.stderr)
