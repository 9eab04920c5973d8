#!/usr/bin/env bash
# Nesting of 200,000 levels in every language, also with a stack of 256 KiB: no crash, and what comes after it is found where the grammar can.
. "$(dirname "$0")/lib.sh"

run_limit=400 # with sanitizers a run takes half a minute where nothing else is done
levels=${SLUICE_DEEP:-200000}
tree=$work/tree
make_tree deep "$tree" "$levels"
index "$work/a" --parsers 2
[ "$rc" = 0 ] || [ "$rc" = 3 ] || fail "exit status $rc"
expect_no_text "$work/err" 'Assertion'
expect "parsers gone" "$(report "$work/a" 'd["parsers_gone"]')" 0
expect_proof "$work/a"
for name in after_c after_py after_js AfterGo after_braces; do
    expect_more "entity $name" "$(rows "$work/a" CodeGraph "\"name\":\"$name\"")" 1
done
reference=$(dump "$work/a")
(ulimit -s 256 && index "$work/b" --parsers 1 --quiet && echo "$rc" >"$work/rc")
rc=$(cat "$work/rc")
expect "exit status with ulimit -s 256" "$rc" "$(report "$work/a" 'd["exit_status"]')"
expect "dump with ulimit -s 256" "$(dump "$work/b")" "$reference"
passed
