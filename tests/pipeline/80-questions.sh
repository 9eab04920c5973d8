#!/usr/bin/env bash
# Questions on the command line, on an index of a tree in which the answers are known.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
db=$work/db
mkdir -p "$tree/lib" "$tree/app"
cat >"$tree/lib/util.go" <<'GO'
package lib

// ReadFile reads
// a file.
func ReadFile(name string) string {
	return check(name)
}

func check(name string) string { return name }

func Even(n int) bool { return n == 0 || Odd(n-1) }

func Odd(n int) bool { return n != 0 && Even(n-1) }

type Log struct{}

func (l Log) Print(text string) { check(text) }
GO
cat >"$tree/lib/util_test.go" <<'GO'
package lib

import "testing"

func TestReadFile(t *testing.T) { ReadFile("x") }
GO
cat >"$tree/app/main.go" <<'GO'
package main

func Print(text string) {}

func main() {
	Print("x")
	Print("y")
}
GO

ask() { # ask STATUS ARGUMENT...
    local wanted=$1
    shift
    sluice "$@" --db "$db" >"$work/out" 2>"$work/err" </dev/null
    rc=$?
    expect_rc "$wanted" "sluice $*"
    no_sanitizer_speaks
}
answer() { value "$work/out" "$1"; }

ask 1 callers ReadFile
expect_text "$work/err" 'run `sluice index` first'
index "$db" --parsers 1 --quiet
expect_rc 0

ask 0 search readfile
expect_text "$work/out" '^lib/util.go:5 +fn +ReadFile +folded$'
ask 0 search redfile
expect_text "$work/out" 'ReadFile +typo$'
ask 1 search zzzzzz
expect_text "$work/err" "nothing like 'zzzzzz'"

ask 0 show ReadFile
expect_text "$work/out" '^go:fn:ReadFile:__lib_util:T[0-9]+$'
expect_text "$work/out" '^ReadFile reads$'
expect_text "$work/out" '^	return check\(name\)$'
key=$(grep '^go:fn:ReadFile' "$work/out")
for name in "$key" "${key%:*}" lib.ReadFile lib/util.go:6 READFILE ReadF; do
    ask 0 show "$name" --json
    expect "key of $name" "$(answer 'd["entity"]["key"]')" "$key"
done

ask 0 callers check
expect_text "$work/out" '^2 depend on check \(lib/util.go:9\)$'
expect_text "$work/out" '^lib/util.go:6 +fn +ReadFile +Calls '
expect_text "$work/out" '^lib/util.go:17 +method +Log.Print +Calls '
ask 0 callers check --limit 1
expect_text "$work/out" '^1 more; --limit 0 shows all$'
ask 0 callees main.main --json
expect "callees of main" "$(answer '[(e["name"], e["edge_type"], e["source_location"], e["sites"]) for e in d["callees"]]')" \
    "[('Print', 'Calls', 'app/main.go:6', 2)]"
ask 0 callers check --json --scope app
expect "callers in another folder" "$(answer 'd["total_count"]')" 0
ask 1 callers check --scope nowhere
expect_text "$work/err" "under 'nowhere'"

ask 0 impact check --json
expect "impact of check" "$(answer 'sorted((e["name"], e["hop"]) for e in d["affected"])')" \
    "[('Print', 1), ('ReadFile', 1), ('TestReadFile', 2)]"
ask 0 tests check
expect_text "$work/out" '^lib/util_test.go:5 +fn +TestReadFile +hop 2 via ReadFile$'
ask 0 tests check --depth 1 --json
expect "tests one hop away" "$(answer 'd["total_count"]')" 0

ask 0 cycles
expect_text "$work/out" 'Even -> Odd -> Even +2 entities$'
ask 0 cycles app --json
expect "cycles in app" "$(answer 'd["total_count"]')" 0
ask 0 hotspots lib --json --limit 1
expect "hottest of lib, the first of two" "$(answer '[(e["name"], e["inbound_count"], e["outbound_count"]) for e in d["hotspots"]]')" "[('ReadFile', 1, 1)]"
ask 0 overview --json
for pair in code_entities+external_entities:CodeGraph test_entities:TestEntitiesExcluded edges:DependencyEdges files:FileWordCoverage ignored:IgnoredFiles; do
    expect "${pair%:*}" "$(answer "sum(d[n] for n in '${pair%:*}'.split('+'))")" "$(report "$db" "d['relations']['${pair#*:}']['stored']")"
done
ask 0 overview
expect_text "$work/out" '^go +3$'

ask 1 show Print
expect_text "$work/err" "'Print' is ambiguous: 2 entities"
expect_text "$work/err" '^app/main.go:3 +fn +Print$'
ask 1 show Print --json
expect "candidates" "$(answer 'len(d["candidates"])')" 2
ask 0 show Log.Print
ask 1 callers RaedFile
expect_text "$work/err" "'RaedFile' is not found; near are"
expect_text "$work/err" '^lib/util.go:5 +fn +ReadFile$'
ask 1 callers ''

# No colours into a file; a closed pipe is no crash.
ask 0 callers check
expect_no_text "$work/out" $'\033'
if command -v script >/dev/null; then
    SLUICE_DB=$db TERM=xterm script -qec "$bin/sluice callers check" /dev/null </dev/null >"$work/out"
    expect_text "$work/out" $'\033'
    SLUICE_DB=$db TERM=xterm NO_COLOR=1 script -qec "$bin/sluice callers check" /dev/null </dev/null >"$work/out"
    expect_no_text "$work/out" $'\033'
fi
sluice callers check --db "$db" | true

# Eight first questions at once leave one image, and it is right.
rm "$db"/generation-*/query.image
for i in 1 2 3 4 5 6 7 8; do
    sluice callers check --db "$db" --json >"$work/out.$i" 2>>"$work/err" &
done
wait
for i in 2 3 4 5 6 7 8; do
    cmp -s "$work/out.1" "$work/out.$i" || fail "answers differ"
done
[ -s "$work/out.1" ] || fail "no answer"
expect "files named query.image*" "$(find "$db" -name 'query.image*' | wc -l)" 1
expect_proof "$db"
passed
