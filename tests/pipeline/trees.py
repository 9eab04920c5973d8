"""Source trees for the pipeline scripts: trees.py KIND DIR [COUNT]

languages   COUNT files in twelve languages that refer to each other, with tests, comments and a few files without a parser
nasty       what a file system may hold: names, kinds of files, contents (see 60-nasty-tree.sh)
deep        nesting of COUNT levels in several languages
"""
import os
import socket
import sys

SOURCES = {
    "c": '#include "mod{p}.h"\n/* Adds {i}. */\nint add{i}(int a) {{ return helper{i}(a) + add{p}(a); }}\nstatic int helper{i}(int a) {{ return a + {i}; }}\n'
         "struct point{i} {{ int x; struct point{p} *next; }};\n",
    "cpp": "#include <vector>\nnamespace space{i} {{\nclass Shape{i} : public Shape{p} {{\npublic:\n    int area(int a) const {{ return a * {i}; }}\n"
           "    int area(double a) const {{ return (int)a; }}\n}};\n}}\nint total{i}(space{i}::Shape{i} &s) {{ return s.area({i}); }}\n",
    "rs": "use crate::mod{p}::Thing{p};\n/// A thing.\npub struct Thing{i} {{ inner: Option<Box<Thing{p}>> }}\nimpl Thing{i} {{\n    pub fn new() -> Self {{ Thing{i} {{ inner: None }} }}\n"
          "    pub fn get(&self) -> u32 {{ {i} }}\n}}\n#[cfg(test)]\nmod tests {{\n    use super::*;\n    #[test]\n    fn gets_{i}() {{ assert_eq!(Thing{i}::new().get(), {i}); }}\n}}\n",
    "py": "import os\nfrom mod{p} import func{p}\n\n\nclass Base{i}:\n    \"\"\"Says {i}.\"\"\"\n\n    def say(self, value):\n        return func{i}(value)\n\n\ndef func{i}(value):\n    # calls on\n    return func{p}(value) + {i}\n\n\n"
          "def test_func{i}():\n    assert func{i}(1)\n",
    "js": "import {{ run{p} }} from './mod{p}.js';\nexport function run{i}(a) {{ return run{p}(a) + {i}; }}\nexport class Runner{i} {{ go() {{ return run{i}(1); }} }}\n",
    "ts": "import {{ Kind{p} }} from './mod{p}';\nexport interface Kind{i} extends Kind{p} {{ name: string; value: number }}\nexport const make{i} = (name: string): Kind{i} => ({{ name, value: {i} }} as Kind{i});\n",
    "tsx": "import React from 'react';\nexport function View{i}(props: {{ name: string }}) {{ return <div>{{props.name}}<b>{i}</b></div>; }}\n",
    "go": "package pack{d}\n\nimport \"fmt\"\n\n// Item{i} is an item.\ntype Item{i} struct {{ value int }}\n\nfunc (i *Item{i}) Get() int {{ return i.value + {i} }}\n\nfunc Show{i}(i *Item{i}) {{ fmt.Println(i.Get()) }}\n",
    "java": "package pack;\n\nimport java.util.List;\n\npublic class Class{i} extends Class{p} {{\n    private int value = {i};\n    public int get() {{ return value; }}\n    public int get(int plus) {{ return get() + plus; }}\n}}\n",
    "rb": "require_relative 'mod{p}'\nmodule Mod{i}\n  class Thing{i}\n    def call(x)\n      Mod{i}.helper(x)\n    end\n  end\n\n  def self.helper(x)\n    x + {i}\n  end\nend\n",
    "php": "<?php\nnamespace App;\nclass Service{i} extends Service{p} {{\n    public function run(int $a): int {{ return $this->step($a) + {i}; }}\n    private function step(int $a): int {{ return $a; }}\n}}\n",
    "cs": "using System;\nnamespace App.N{d} {{\n    public class Unit{i} {{\n        public int Count(int a) {{ return a + {i}; }}\n        public int Count(string a) {{ return a.Length; }}\n    }}\n}}\n",
    "swift": "import Foundation\nprotocol Speaks{i} {{ func speak() -> String }}\nstruct Dog{i}: Speaks{i} {{\n    let count = {i}\n    func speak() -> String {{ return \"w\\(count)\" }}\n}}\n",
    "txt": "Nobody parses this: {i}.\n",
}


def write(root, path, data, mode=None):
    root = os.fsencode(root)
    path = path if isinstance(path, bytes) else os.fsencode(path)
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())
    if mode is not None:
        os.chmod(full, mode)


def languages(root, count):
    kinds = list(SOURCES)
    for i in range(count):
        kind = kinds[i % len(kinds)]
        folder = i // len(kinds)
        # the one before of the same kind, so that files refer to each other
        values = {"i": i, "p": max(i - len(kinds), i % len(kinds)), "d": folder % 5}
        body = "".join(SOURCES[kind].format(**values) for _ in range(1))
        comment = "#" if kind in ("py", "rb") else "//"
        if kind not in ("php", "txt"):
            body = f"{comment} file {i} of {count}\n" + body
        write(root, f"pack{folder % 5}/sub{folder % 3}/mod{i}.{kind}", body)


def chain(root, folders, name, data):
    """A path above PATH_MAX, folder by folder."""
    here = os.open(root, os.O_RDONLY)
    for folder in folders:
        try:
            os.mkdir(folder, dir_fd=here)
        except FileExistsError:
            pass
        there = os.open(folder, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    file = os.open(name, os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=here)
    os.write(file, data)
    os.close(file)
    os.close(here)


def nasty(root, _):
    write(root, "plain.c", "int plain(void) { return 1; }\n")
    write(root, "empty.py", "")
    write(root, "only-newlines.rs", "\n\n\n")
    write(root, "new\nline.py", "def new_line():\n    return 1\n")
    write(root, "tab\tand \"quotes\" \\ 'x'.js", "function quoted() { return 1; }\n")
    write(root, b"invalid-\xff\xfe.go", "package invalid\n\nfunc Invalid() int { return 1 }\n")
    write(root, b"dir-\xe9/latin.rb", "def latin\n  1\nend\n")
    write(root, "ünïcode-日本.py", "def unicode_name():\n    return 'ß'\n")
    write(root, "-rf.c", "int dash(void) { return 1; }\n")
    write(root, " .c", "int space(void) { return 1; }\n")
    write(root, "n" * 252 + ".py", "def long_name():\n    pass\n")
    write(root, "nul.c", b"int nul(void) { return 1; }\n\0\0\0binary\0")
    write(root, "nul-late.py", b"def late():\n    return 1\n" + b"# filler\n" * 1200 + b"\0\0\0")
    write(root, "crlf.js", b"function crlf(a) {\r\n  return a;\r\n}\r\n")
    write(root, "bom.py", b"\xef\xbb\xbfdef bom():\n    return 1\n")
    write(root, "bom.cs", b"\xef\xbb\xbfclass Bom { int Get() { return 1; } }\n")
    write(root, "utf16.java", "class Utf16 { int get() { return 1; } }\n".encode("utf-16"))
    write(root, "invalid-bytes.rs", b"fn bytes() -> u8 { // \xff\xfe\x80\n    1\n}\nfn after_bytes() {}\n")
    write(root, "no-newline.c", "int no_newline(void) { return 1; }")
    write(root, "one-line.js", "var a=1;" * 40000 + "function last_of_line(){return a}\n")
    write(root, "broken.java", "class Broken { int ok() { return 1; } int bad( { ;;; } } class After { void fine() {} }\n")
    write(root, "script", "#!/usr/bin/env python3\ndef from_shebang():\n    return 1\n")
    write(root, "unreadable.py", "def nobody_reads_me():\n    pass\n", 0)
    os.makedirs(os.path.join(root, "closed"), exist_ok=True)
    write(root, "closed/inside.py", "def closed():\n    pass\n")
    os.chmod(os.path.join(root, "closed"), 0)
    os.makedirs(os.path.join(root, "folder.c"), exist_ok=True)
    write(root, "folder.c/inside.c", "int inside(void) { return 1; }\n")
    os.mkfifo(os.path.join(root, "fifo.c"))
    sock = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(root)
    sock.bind("socket.c")
    os.chdir(here)
    sock.close()
    try:
        os.mknod(os.path.join(root, "device.c"), 0o600 | 0o020000, os.makedev(1, 3))  # /dev/null
    except PermissionError:
        write(root, "device.c.txt", "no right to make one\n")
    for name, target in (("loop.c", "loop.c"), ("parent", ".."), ("dangling.py", "nowhere.py"), ("outside", "/usr/include"),
                         ("to-plain.c", "plain.c"), ("loop-a", "loop-b"), ("loop-b", "loop-a")):
        os.symlink(target, os.path.join(root, name))
    with open(os.path.join(root, "sparse.c"), "wb") as file:
        file.truncate(1 << 30)
    with open(os.path.join(root, "sparse-1t.py"), "wb") as file:
        file.truncate(1 << 40)
    with open(os.path.join(root, "zeros.c"), "wb") as file:
        file.truncate(1 << 20)
    write(root, "hidden/.hidden.py", "def hidden():\n    pass\n")
    write(root, "ignored/.ignore", "*.rs\nsub/\n")
    write(root, "ignored/a.rs", "fn ignored() {}\n")
    write(root, "ignored/b.py", "def kept():\n    pass\n")
    write(root, "ignored/sub/c.py", "def below():\n    pass\n")
    write(root, "data.bin", bytes(range(256)) * 16)
    write(root, ".git/HEAD", "ref: refs/heads/main\n")
    chain(root, ["d" * 200] * 19, "deep-path.py", b"def deep_path():\n    return 1\n")   # 3825 bytes
    chain(root, ["e" * 200] * 22, "too-deep.py", b"def too_deep():\n    return 1\n")     # 4430 bytes: above PATH_MAX


def deep(root, count):
    for name, text in (
        ("parens.c", "int x = " + "(" * count + "1" + ")" * count + ";\nint after_c(void) { return 1; }\n"),
        ("parens.py", "x = " + "(" * count + "1" + ")" * count + "\n\ndef after_py():\n    return 1\n"),
        ("parens.js", "var x = " + "(" * count + "1" + ")" * count + ";\nfunction after_js() { return 1; }\n"),
        ("parens.go", "package p\n\nvar x = " + "(" * count + "1" + ")" * count + "\n\nfunc AfterGo() int { return 1 }\n"),
        ("parens.java", "class P { int x = " + "(" * count + "1" + ")" * count + "; int after() { return 1; } }\n"),
        ("parens.rs", "const X: u32 = " + "(" * count + "1" + ")" * count + ";\nfn after_rs() {}\n"),
        ("parens.ts", "const x = " + "(" * count + "1" + ")" * count + ";\nfunction after_ts() { return 1; }\n"),
        ("parens.rb", "x = " + "(" * count + "1" + ")" * count + "\ndef after_rb\n  1\nend\n"),
        ("parens.php", "<?php\n$x = " + "(" * count + "1" + ")" * count + ";\nfunction after_php() { return 1; }\n"),
        ("parens.cs", "class P { int x = " + "(" * count + "1" + ")" * count + "; int After() { return 1; } }\n"),
        ("parens.swift", "let x = " + "(" * count + "1" + ")" * count + "\nfunc afterSwift() -> Int { return 1 }\n"),
        ("braces.c", "void f(void) " + "{" * count + "}" * count + "\nint after_braces(void) { return 1; }\n"),
        ("braces.rs", "fn f() " + "{" * count + "}" * count + "\nfn after_braces() {}\n"),
        ("braces.js", "function f() " + "{" * count + "}" * count + "\nfunction afterBraces() {}\n"),
        ("open.c", "{" * count),
        ("open.js", "[" * count),
        ("open.py", "(" * count),
        ("open.ts", "<" * count),
        ("scopes.cpp", "namespace a { " * (count // 200) + "int x;" + "}" * (count // 200) + "\nint after_scopes() { return 1; }\n"),
        ("nested.py", "".join(" " * i + "def f%d():\n" % i for i in range(min(count, 100))) + " " * 100 + "pass\n"),
    ):
        write(root, name, text)


if __name__ == "__main__":
    kind, root = sys.argv[1], sys.argv[2]
    os.makedirs(root, exist_ok=True)
    {"languages": languages, "nasty": nasty, "deep": deep}[kind](root, int(sys.argv[3]) if len(sys.argv) > 3 else 0)
