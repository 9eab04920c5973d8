#!/usr/bin/env bash
# One file, one parser; and again; and with more parsers than files.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
mkdir "$tree"
printf '// Adds.\nint add(int a, int b) { return a + b; }\nint twice(int a) { return add(a, a); }\n' >"$tree/add.c"
index "$work/db" --parsers 1
expect_rc 0
expect_text "$work/out" '1 files'
expect "add" "$(rows "$work/db" CodeGraph '"name":"add"' '"file_path":"add.c"' '"line_start":2')" 1
expect "twice" "$(rows "$work/db" CodeGraph '"name":"twice"' '"line_start":3')" 1
expect "the call" "$(rows "$work/db" DependencyEdges '"from_name":"twice"' '"to_name":"add"' '"edge_type":"Calls"' 'add.c:3')" 1
expect_proof "$work/db"
once=$(dump "$work/db")

index "$work/db" --parsers 1 --quiet
expect_rc 0
expect "generation" "$(report "$work/db" 'd["generation"]')" 2
expect "the second run's dump" "$(dump "$work/db")" "$once"
index "$work/db" --parsers 8 --quiet
expect_rc 0
expect "the dump with eight parsers" "$(dump "$work/db")" "$once"
expect "generations kept" "$(ls -d "$work/db"/generation-* | wc -l)" 2
passed
