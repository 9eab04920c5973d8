#!/usr/bin/env bash
# Help, usage errors and JSON.
. "$(dirname "$0")/lib.sh"

try() { # try STATUS ARGUMENT...
    local wanted=$1
    shift
    sluice "$@" >"$work/out" 2>"$work/err" </dev/null
    rc=$?
    expect_rc "$wanted" "sluice $*"
}

try 0 --help
expect_text "$work/out" 'sluice COMMAND'
expect_text "$work/out" '75 a stage lost its coordinator'
try 0 --version
expect_text "$work/out" '^sluice [0-9]+\.[0-9]+'
try 2
for command in index export status check search show callers callees impact tests cycles hotspots overview parser keep; do
    try 0 $command --help
    expect_text "$work/out" "usage: sluice $command"
done
try 2 nonsense
expect_text "$work/err" "'nonsense' is no command"
try 2 index --nonsense
expect_text "$work/err" "unknown option '--nonsense'"
try 2 index --parsers
expect_text "$work/err" 'needs a value'
try 2 index --parsers many "$work"
try 2 index --parsers 257 "$work"
try 2 index --parsers -1 "$work"
try 2 index one two
try 2 index "$work/not-there"
expect_text "$work/err" 'not-there: No such file or directory'
echo >"$work/file"
try 2 index "$work/file"
expect_text "$work/err" 'not a folder'
try 2 export
try 2 export NoSuchRelation --db "$work/x"
expect_text "$work/err" 'CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles'
try 2 export CodeGraph --format xml --db "$work/x"
try 1 export CodeGraph --db "$work/x"
try 1 status --db "$work/x"
expect_text "$work/err" "$work/x"
try 1 check --db "$work/x"
fault=no.such try 2 index "$work"
expect_no_text "$work/err" 'Assertion'

tree=$work/tree
make_tree languages "$tree" 14
index "$work/db" --parsers 1 --json
expect_rc 0
expect "status in JSON" "$(value "$work/out" 'd["status"]')" published
cmp -s "$work/out" "$work/db/last-run.json" || fail "--json prints another report than last-run.json"
expect "who took part" "$(report "$work/db" '" ".join(sorted(p["stage"] + p.get("relation", "")[:4] for p in d["processes"]))')" \
    'coordinator linker parser sinkCode sinkDepe sinkFile sinkIgno sinkTest walker'
expect "whose cost is not known" "$(report "$work/db" '[p["stage"] for p in d["processes"] if not 0 < p["user_ms"] + p["sys_ms"] < 60000]')" '[]'
expect "who has waited for nothing" "$(report "$work/db" '[p["stage"] for p in d["processes"] if not 0 < p["receive_wait_ms"] <= p["present_ms"]]')" '[]'
expect "whose memory is not known" "$(report "$work/db" '[p["stage"] for p in d["processes"] if not 1000 < p["peak_rss_kib"]]')" '[]'
sluice status --json --db "$work/db" >"$work/out" || fail "status"
expect "bytes of entities" "$(value "$work/out" 'd["relations"]["CodeGraph"]["families"]["entities"]["bytes"] > 100')" True
expect "generation" "$(value "$work/out" 'd["generation"]')" 1
sluice check --json --db "$work/db" >"$work/out" || fail "check"
expect "check" "$(value "$work/out" 'd["ok"]')" True
for relation in CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles; do
    sluice export $relation --db "$work/db" >"$work/rows" || fail "export $relation"
    python3 -c 'import json,sys
for line in open(sys.argv[1]): json.loads(line)' "$work/rows" || fail "$relation is no JSON Lines"
    sluice export $relation --format csv --db "$work/db" >"$work/csv" || fail "export $relation as CSV"
    expect "$relation as CSV" "$(python3 -c 'import csv,sys
csv.field_size_limit(1 << 30)
rows = list(csv.reader(open(sys.argv[1], newline="")))
print(len(rows) - 1, len({len(row) for row in rows}))' "$work/csv")" "$(wc -l <"$work/rows") 1"
done

# A reader that leaves early is no error.
sluice export CodeGraph --db "$work/db" | head -n 1 >/dev/null
expect "export into a closed pipe" "${PIPESTATUS[0]}" 0
passed
