#!/usr/bin/env bash
# `sluice sql` shows what `export` shows, finds rows by key, name, path and type, answers what recursion answers, and does
# nothing else.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip "jq is not installed"

prepare 120
db=$work/first
sql() { sluice sql --db "$db" "$@" 2>"$work/err"; }
# one STATEMENT: the single value that it gives.
one() { sql --format csv "$1" | tail -n +2 | tr -d '\r'; }

# ---- the same rows

for relation in CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles; do
    expect "count of $relation" "$(one "SELECT count(*) FROM $relation")" "$(report "$db" "d['relations']['$relation']['stored']")"
    # Sites are an array in JSON and its text in SQL; percentages are numbers either way.
    sluice export "$relation" --db "$db" | jq -cS 'del(.path_base64, .to_path_base64) | if .sites then .sites |= tojson else . end' | sort >"$work/exported"
    sql --format jsonl "SELECT * FROM $relation" | jq -cS . | sort >"$work/asked"
    cmp -s "$work/exported" "$work/asked" || fail "SELECT * FROM $relation differs from export: $(diff "$work/exported" "$work/asked" | head -n 4)"
done
expect "files" "$(one 'SELECT count(*) FROM files')" "$(report "$db" 'd["parsed_files"]')"
expect "entities of all files" "$(one 'SELECT sum(entity_count) FROM files')" "$(one "SELECT count(*) FROM CodeGraph WHERE entity_class = 'CODE'")"

# ---- finding and scanning agree, and finding is by range

agree() { # agree TABLE COLUMN PLAN: for a few values of the column, `=` gives what a scan with a trick gives
    local value by scan
    while IFS= read -r value; do
        value=${value//\'/\'\'}
        by=$(one "SELECT count(*) FROM $1 WHERE $2 = '$value'")
        scan=$(one "SELECT count(*) FROM $1 WHERE $2 || '' = '$value'")
        expect "rows of $1 with $2 = $value" "$by" "$scan"
        [ "$by" -gt 0 ] || fail "no row of $1 with $2 = $value"
    done < <(sql --format jsonl "SELECT DISTINCT $2 AS v FROM $1 WHERE $2 <> '' LIMIT 12" | jq -r .v)
    sql "EXPLAIN QUERY PLAN SELECT * FROM $1 WHERE $2 = 'x'" >"$work/out"
    expect_text "$work/out" "VIRTUAL TABLE INDEX [0-9]+:$3"
}
agree CodeGraph ISGL1_key key
agree CodeGraph name name
agree CodeGraph file_path path
agree CodeGraph entity_type scan
agree DependencyEdges from_key from_key
agree DependencyEdges to_key to_key
agree DependencyEdges from_name from_name
agree DependencyEdges to_name to_name
agree DependencyEdges to_path to_path
agree DependencyEdges edge_type scan
agree TestEntitiesExcluded ISGL1_key key
agree TestEntitiesExcluded entity_name name
agree FileWordCoverage filename scan
agree IgnoredFiles reason scan
agree files file_path path
sql "EXPLAIN QUERY PLAN SELECT c.name FROM CodeGraph t JOIN DependencyEdges e ON e.to_key = t.ISGL1_key JOIN CodeGraph c ON c.ISGL1_key = e.from_key WHERE t.name = 'x'" >"$work/out"
expect_text "$work/out" 'INDEX 2:name'
expect_text "$work/out" 'INDEX [0-9]+:to_key'
expect_text "$work/out" 'INDEX 1:key'
expect "external ends have no path" "$(one "SELECT count(*) FROM DependencyEdges WHERE to_path = ''")" \
    "$(one "SELECT count(*) FROM DependencyEdges e JOIN CodeGraph c ON c.ISGL1_key = e.to_key WHERE c.entity_type = 'external'")"

# ---- recursion: all that depends on an entity, against the same walk over exported edges

sluice export DependencyEdges --db "$db" >"$work/edges"
python3 - "$work/edges" >"$work/expected" <<'PYTHON'
import collections, json, sys
into = collections.defaultdict(set)
for line in open(sys.argv[1]):
    edge = json.loads(line)
    if edge["edge_type"] != "Contains":
        into[edge["to_key"]].add(edge["from_key"])
start = max(sorted(into), key=lambda key: len(into[key]) * (":external:" not in key))
seen, now = {start}, [start]
while now:
    now = sorted({f for k in now for f in into[k]} - seen)
    seen.update(now)
print(start)
print("\n".join(sorted(seen - {start})))
PYTHON
start=$(head -n 1 "$work/expected")
one "WITH RECURSIVE affected(key) AS (SELECT '$start' UNION SELECT e.from_key FROM affected a JOIN DependencyEdges e ON e.to_key = a.key WHERE e.edge_type <> 'Contains')
     SELECT key FROM affected WHERE key <> '$start'" | sort >"$work/asked"
tail -n +2 "$work/expected" | cmp -s - "$work/asked" || fail "recursion from $start: $(diff <(tail -n +2 "$work/expected") "$work/asked" | head -n 4)"
expect_more "affected" "$(wc -l <"$work/asked")" 3

# ---- the README's statements, as they stand there

# readme TITLE: the statement under that comment, with :key and :name set.
readme() {
    awk -v title="-- $1" 'index($0, title) == 1 { on = 1; next } on && /^(--|```)/ { exit } on' "$here/../../README.md" |
        sed "s/:key/'$start'/g; s/:name/'$name'/g"
}
name=$(one "SELECT name FROM CodeGraph WHERE ISGL1_key = '$start'")
python3 - "$work/edges" "$start" "$name" <(sluice export CodeGraph --db "$db") >"$work/expected" <<'PYTHON'
import collections, json, sys
edges = [json.loads(line) for line in open(sys.argv[1])]
start, name = sys.argv[2:4]
entities = [json.loads(line) for line in open(sys.argv[4])]
into, calls, keys = collections.defaultdict(set), collections.defaultdict(set), {e["ISGL1_key"] for e in entities}
for e in edges:
    if e["edge_type"] != "Contains":
        into[e["to_key"]].add(e["from_key"])
    if e["edge_type"] == "Calls" and e["to_path"]:
        calls[e["from_key"]].add(e["to_key"])
named = {e["ISGL1_key"] for e in entities if e["name"] == name}
print("callers", sum(e["edge_type"] == "Calls" and e["to_key"] in named and e["from_key"] in keys for e in edges))
def hops(step, first, most):
    seen, now = {}, {first}
    for hop in range(1, most + 1):
        now = {t for k in now for t in step[k]} - set(seen) - {first}
        seen.update({k: hop for k in now})
    return seen
print("affected", " ".join(f"{h},{k}" for k, h in sorted(hops(into, start, 3).items(), key=lambda i: (i[1], i[0]))))
used = {e["to_key"] for e in edges if e["edge_type"] not in ("Contains", "Imports")}
print("unreachable", sum(e["entity_type"] == "fn" and e["ISGL1_key"] not in used for e in entities))
print("cycles", sum(any(k in calls[m] for m in [k, *hops(calls, k, 4)]) for k in list(calls)))
PYTHON
expect "callers by the README" "callers $(one "$(readme 'Who calls it')" | wc -l)" "$(grep '^callers' "$work/expected")"
expect "blast radius by the README" "affected $(one "$(readme 'Blast radius')" | paste -sd ' ')" "$(grep '^affected' "$work/expected")"
expect "unreachable by the README" "unreachable $(one "$(readme 'Unreachable')" | wc -l)" "$(grep '^unreachable' "$work/expected")"
expect "cycles by the README" "cycles $(one "$(readme 'Cycles')" | wc -l)" "$(grep '^cycles' "$work/expected")"
expect_more "functions that nothing uses" "$(grep '^unreachable' "$work/expected" | cut -d' ' -f2)" 1

# ---- what is refused, and how it is said

refused() { # refused STATUS TEXT STATEMENT [OPTION...]
    local status=$1 text=$2
    shift 2
    sql --format csv "$@" >"$work/out"
    rc=$?
    expect_rc "$status" "$1"
    expect_text "$work/err" "$text"
}
for statement in "DELETE FROM CodeGraph" "INSERT INTO CodeGraph(name) VALUES('x')" "UPDATE files SET language='x'" "DROP TABLE CodeGraph" \
    "CREATE TABLE t(x)" "CREATE TEMP TABLE t AS SELECT 1" "CREATE VIRTUAL TABLE t USING CodeGraph" "ATTACH '/tmp/x.db' AS x" "PRAGMA writable_schema = 1" \
    "PRAGMA database_list" "VACUUM INTO '/tmp/x.db'" "BEGIN" "SAVEPOINT s" "SELECT load_extension('x')" "REINDEX" "ANALYZE"; do
    refused 2 'sluice: ' "$statement"
    [ ! -s "$work/out" ] || fail "'$statement' printed something"
done
expect "database files" "$(ls /tmp/x.db 2>/dev/null)" ""
refused 2 'refused: only SELECT' "DELETE FROM CodeGraph"
refused 2 'refused: only SELECT' "ATTACH '/tmp/x.db' AS x"
refused 2 'refused: only SELECT' "PRAGMA writable_schema = 1"
refused 2 'syntax error' "SELEKT 1"
refused 2 'no such table' "SELECT * FROM sluice"
refused 2 'no such column' "SELECT colour FROM CodeGraph"
refused 2 'several statements' "SELECT 1; SELECT 2"
refused 2 'no statement' " -- nothing"
refused 2 'no statement' ""
refused 2 'neither table' "SELECT 1" --format xml
refused 1 'stopped after 300 ms' "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n" --time-ms 300
refused 1 'memory' "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT count(*) FROM n" --time-ms 60000
refused 1 'too large' "SELECT hex(zeroblob(1000000000))"
refused 1 'too large' "SELECT '$(head -c 70000 /dev/zero | tr '\0' x)'"
refused 0 'cut after 1000 rows' "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n" --max-rows 1000
expect "rows before the cut" "$(wc -l <"$work/out")" 1001
refused 0 'cut after [0-9]+ rows: the limit is [0-9]+ bytes' \
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(zeroblob(4000000)) FROM n" --time-ms 60000
[ "$(wc -c <"$work/out")" -lt 300000000 ] || fail "a gigabyte came out"
expect "a comment behind the statement" "$(one "SELECT 1; -- done")" 1

# ---- formats

expect "csv" "$(sql --format csv "SELECT 'a,b' AS x, 1 AS \"y\"\"z\", NULL AS n, 0.5 AS r, 2.0 AS i" | od -c | head -n 4)" \
    "$(printf 'x,"y""z",n,r,i\r\n"a,b",1,,0.5,2.0\r\n' | od -c | head -n 4)"
expect "jsonl" "$(sql --format jsonl "SELECT 'a\"b' AS x, 1 AS y, NULL AS n, 0.5 AS r")" '{"x":"a\"b","y":1,"n":null,"r":0.5}'
expect "table" "$(sql "SELECT 'a' AS long, 1 AS y UNION ALL SELECT 'ab' || char(10, 27) || 'c', 22 ORDER BY y")" "$(printf 'long   y\na      1\nab ?c  22')"
expect "bytes of a cut cell" "$(sql "SELECT hex(zeroblob(100)) AS x" | tail -n 1 | wc -c)" 63 # 59, an ellipsis of three, the end of the line
sluice sql --db "$work/nothing" "SELECT 1" >"$work/out" 2>"$work/err"
expect "exit status without an index" $? 1
expect_text "$work/err" "nothing"
passed
