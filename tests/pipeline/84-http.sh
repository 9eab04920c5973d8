#!/usr/bin/env bash
# `sluice serve`: every endpoint answers as the contract and the server's own table say, rightly and wrongly asked; what is listed is
# what was exported; it starts, refuses to start, and stops as it should.
. "$(dirname "$0")/lib.sh"

prepare 120
db=$work/first
mkdir "$work/exports"
for relation in CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles; do
    sluice export "$relation" --db "$db" >"$work/exports/$relation"
done
one() { sluice sql --db "$db" --format csv "$1" | tail -n 1 | tr -d '\r'; }
key=$(one "SELECT to_key FROM DependencyEdges WHERE edge_type = 'Calls' AND to_path <> '' GROUP BY to_key ORDER BY count(*) DESC, to_key LIMIT 1")
ambiguous=$(one "SELECT name FROM CodeGraph WHERE entity_class = 'CODE' GROUP BY name HAVING count(*) > 1 ORDER BY count(*) DESC, name LIMIT 1")
scope=$(one "SELECT root_subfolder_L1 FROM CodeGraph WHERE ISGL1_key = '$key'")

serve "$db" --time-ms 1500
timeout 150 python3 "$here/http_contract.py" "$url" "$db/last-run.json" "$work/exports" "$key" "$ambiguous" "$scope" >"$work/out" 2>&1 || fail "the contract"
grep -o '^ENDPOINT([a-z_]*, "[A-Z]*", "[^"]*"' "$here/../../stages/server/http/endpoints.def" | cut -d'"' -f4 | while read -r path; do
    grep -qF "| \`$path\` |" "$here/../../stages/server/http/README.md" || echo "README.md lacks $path"
done >"$work/out"
[ ! -s "$work/out" ] || fail "the reference in README.md"

# ---- SIGTERM: what was asked is answered, then it is gone

curl -s "$url/server-health-check-status" >"$work/out" || fail "no answer"
curl -s --data 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n' "$url/sql" >"$work/last" &
asked=$!
until_true 5 asks_now
kill -TERM "$server"
wait "$asked" || fail "the last question was dropped"
expect_text "$work/last" 'stopped after 1500 ms'
wait_server
expect_rc 0 "SIGTERM"
expect_text "$work/serve.err" 'event=STOPPED'

# A question that takes longer than the drain is cut off.
serve "$db" --time-ms 60000 --drain-ms 300
curl -s --data 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n' "$url/sql" >"$work/last" &
asked=$!
until_true 5 asks_now
kill -TERM "$server"
wait_server 5
expect_rc 0 "SIGTERM with a long question"
wait "$asked" && fail "a question that was cut off has an answer"

# ---- what does not start

refused() { # refused STATUS TEXT OPTION...
    local status=$1 text=$2
    shift 2
    sluice serve "$@" >"$work/out" 2>"$work/err"
    rc=$?
    expect_rc "$status" "$*"
    expect_text "$work/err" "$text"
}
echo 0123456789abcdef >"$work/token"
echo short >"$work/short"
refused 1 'no generation published' --db "$work/nothing"
refused 2 'not address:port' --db "$db" --bind 7777
refused 2 'not address:port' --db "$db" --bind ::1:7777
refused 2 'has no address' --db "$db" --bind nowhere.invalid:7777
refused 2 'can be reached from other machines' --db "$db" --bind 0.0.0.0:0
refused 2 'token file' --db "$db" --bind 0.0.0.0:0 --token-file "$work/nothing"
refused 2 'token file' --db "$db" --token-file "$work/short"
serve "$db"
refused 1 'cannot listen' --db "$db" --bind "${url#http://}"
stop_server
passed
