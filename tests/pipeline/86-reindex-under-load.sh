#!/usr/bin/env bash
# Two trees are indexed in turn while clients ask: no request fails, every answer is of one generation, and each client sees
# generations go forward only. A generation that is not whole is not served. Old generations are let go of.
. "$(dirname "$0")/lib.sh"

make_tree languages "$work/small" 60
make_tree languages "$work/large" 150
db=$work/db
runs=${RUNS:-5}

export_to() {
    mkdir -p "$1"
    sluice export CodeGraph --db "$db" >"$1/CodeGraph" || fail "export"
}
tree=$work/small
index "$db" --quiet
expect_rc 0 "generation 1"
export_to "$work/odd"

serve "$db"
python3 "$here/http_load.py" "$url" "$work/stop" "$work/odd" "$work/even" >"$work/load" 2>&1 &
load=$!
clean_up_more() { kill -KILL "$load" 2>/dev/null; }
# A generation is replaced only after clients were answered from it, however slowly they start. They stop at the first wrong answer.
asked() { grep -qx "answered=$1" "$work/load" || ! kill -0 "$load" 2>/dev/null; }
until_true 60 asked 1
serves() { curl -s "$url/server-health-check-status" | grep -q "\"generation\":$1,"; }
for number in $(seq 2 "$runs"); do
    tree=$work/small
    [ $((number % 2)) = 1 ] || tree=$work/large
    index "$db" --quiet --parsers 2
    expect_rc 0 "generation $number"
    [ "$number" != 2 ] || export_to "$work/even"
    until_true 60 asked "$number"
    kill -0 "$load" 2>/dev/null || break
done
sleep 0.5
: >"$work/stop"
wait "$load" || fail "$(cat "$work/load")"
for number in $(seq 1 "$runs"); do
    expect_text "$work/load" "generation=$number:[0-9]+"
done

# Files of generations that are gone are not held.
held() { ls -l "/proc/$server/fd" 2>/dev/null | grep -c 'generation-.*(deleted)'; }
let_go() { [ "$(held)" = 0 ]; }
until_true 10 let_go

# A generation that is damaged is not served, and counted; the one before still is.
index "$db" --quiet
expect_rc 0 "the last generation"
last=$(report "$db" 'd["generation"]')
until_true 20 serves "$last"
name=$(tr -d '\n' <"$db/CURRENT")
next=$(printf 'generation-%06d' $((last + 1)))
cp -a "$db/$name" "$db/$next"
rm -f "$db/$next/seal.json"
printf '%s\n' "$next" >"$db/CURRENT.new" && mv "$db/CURRENT.new" "$db/CURRENT"
has_failed() { [ "$(curl -s "$url/metrics" | sed -n 's/^sluice_generation_open_failures_total //p')" -ge 1 ]; }
until_true 10 has_failed
serves "$last" || fail "the generation before is not served"
expect_text "$work/serve.err" 'event=NOT-FOLLOWED'
stop_server
passed
