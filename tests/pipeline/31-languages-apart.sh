#!/usr/bin/env bash
# No edge joins two languages unless something declares it: in one tree every language defines what every other one calls,
# and those pairs that have a binding (headers, imports, packages) use it as well. languages.py looks at every edge.
. "$(dirname "$0")/lib.sh"
tree=$work/tree
mkdir -p "$tree" || exit 1

# What each language defines only_LANGUAGE and alike with, and calls them all with, below no import at all.
python3 - "$tree" <<'PY' || exit 1
import os, sys
LANGUAGES = {
    "c.c": ("int {}(void) {{ return 1; }}", "int call_c(void) {{ return {}; }}", "{}()", " + "),
    "cpp.cpp": ("int {}() {{ return 1; }}", "int call_cpp() {{ return {}; }}", "{}()", " + "),
    "rust.rs": ("pub fn {}() -> i32 {{ 1 }}", "fn call_rust() -> i32 {{ {} }}", "{}()", " + "),
    "python.py": ("def {}():\n    return 1", "def call_python():\n    return {}", "{}()", " + "),
    "javascript.js": ("function {}() {{ return 1; }}", "function call_js() {{ return {}; }}", "{}()", " + "),
    "go.go": ("func {}() int {{ return 1 }}", "func callGo() int {{ return {} }}", "{}()", " + "),
    "ruby.rb": ("def {}\n  1\nend", "def call_ruby\n  {}\nend", "{}()", " + "),
    "swift.swift": ("func {}() -> Int {{ return 1 }}", "func callSwift() -> Int {{ return {} }}", "{}()", " + "),
    "kotlin.kt": ("fun {}(): Int = 1", "fun callKotlin(): Int = {}", "{}()", " + "),
    "bash.sh": ("{}() {{ echo 1; }}", "call_bash() {{ {}; }}", "{}", "; "),
    "lua.lua": ("function {}() return 1 end", "function call_lua() return {} end", "{}()", " + "),
    "sql.sql": ("CREATE FUNCTION {}() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;",
                "CREATE VIEW call_sql AS SELECT {};", "{}()", " + "),
    "php.php": ("function {}() {{ return 1; }}", "function call_php() {{ return {}; }}", "{}()", " + "),
    "Java.java": ("static int {}() {{ return 1; }}", "static int callJava() {{ return {}; }}", "{}()", " + "),
    "CSharp.cs": ("static int {}() {{ return 1; }}", "static int CallCSharp() {{ return {}; }}", "{}()", " + "),
    "scala.scala": ("def {}(): Int = 1", "def callScala(): Int = {}", "{}()", " + "),
}
AROUND = {"php.php": ("<?php\n", ""), "go.go": ("package main\n", ""), "Java.java": ("class Java {\n", "}\n"),
          "CSharp.cs": ("class CSharp {\n", "}\n"), "scala.scala": ("object Apart {\n", "}\n")}
for name, (define, call, one, between) in LANGUAGES.items():
    own = name.split(".")[0].lower()
    calls = [one.format("only_" + other.split(".")[0].lower()) for other in LANGUAGES] + [one.format("everywhere")]
    head, tail = AROUND.get(name, ("", ""))
    with open(os.path.join(sys.argv[1], name), "w") as file:
        file.write(head + define.format("only_" + own) + "\n\n" + call.format(between.join(calls)) + "\n" + tail)
PY

add() { mkdir -p "$tree/$1" && cat >"$tree/$1/$2"; }
add clib count.h <<<'int count(void);'
add clib count.c <<<'#include "count.h"
int count(void) { return 1; }'
add clib main.cpp <<<'#include "count.h"
int shown() { return count(); }'
add clib stray.cpp <<<'int stray() { return count(); }'
add web base.js <<<'export function plain() { return 1; }'
add web typed.ts <<<"import { plain } from './base.js';
export function typed(): number { return plain(); }"
add web view.tsx <<<"import { typed } from './typed';
export function View() { return <b>{typed()}</b>; }"
add jvm Old.java <<<'package jvm;
public class Old { public static int old() { return Newer.create().value(); } }'
add jvm Newer.kt <<<'package jvm
class Newer { fun value(): Int = Old.old()
    companion object { fun create(): Newer = Newer() } }'
add jvm User.scala <<<'package other
import jvm.Old
object User { def run(): Int = Old.old() }'

index "$work/db" --quiet
expect_rc 0 "the mixed tree"
timeout 60 python3 "$here/languages.py" "$bin/sluice" "$work/db" "$tree" >"$work/out" || fail "an edge joins two languages"

# Each of these is there, and with it the joined edges are not none.
sluice export DependencyEdges --db "$work/db" >"$work/rows" || fail "DependencyEdges cannot be exported"
calls() {
    python3 - "$work/rows" "$1" "$2" <<'PY' || fail "no call from $1 to $2"
import json, sys
edges = [json.loads(line) for line in open(sys.argv[1])]
sys.exit(not any(e["from_name"] == sys.argv[2] and e["to_name"] == sys.argv[3] and e["edge_type"] == "Calls" and e["to_path"]
                 for e in edges))
PY
}
calls shown count
calls typed plain
calls View typed
calls value old
calls run old
calls call_c only_c
if (calls stray count) >/dev/null; then fail "a call in C++ reaches C without a header"; fi
tail -n 1 "$work/out"
passed
