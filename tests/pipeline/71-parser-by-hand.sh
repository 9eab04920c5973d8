#!/usr/bin/env bash
# `sluice parser` joins a running run, works, and may be killed.
. "$(dirname "$0")/lib.sh"

prepare 240
start() {
    db=$(database)
    fault=parser.parse:5:stop index_background "$db" --parsers 1
    until_true 20 is_stopped sluice-parser
    first=$(stopped sluice-parser)
}
joined() { [ "$(find "$runtime" -name 'parser-*' | wc -l)" -ge 2 ]; }

# It does what the stopped one cannot do, and leaves when the run ends.
start
sluice parser --db "$db" >"$work/parser.out" 2>&1 &
by_hand=$!
until_true 10 joined
sleep 0.3
kill -CONT "$first"
wait_index
expect_rc 0
wait "$by_hand"
expect "exit status of the parser" $? 0
expect_same "$db"
expect "parsers" "$(report "$db" 'd["parsers"]')" 2
nothing_is_left

# It is killed in the middle.
start
fault=parser.parse:4:stop sluice parser --db "$db" >"$work/parser.out" 2>&1 &
by_hand=$!
until_true 10 joined
until_true 10 eval '[ "$(stopped sluice-parser | wc -l)" = 2 ]'
for pid in $(stopped sluice-parser); do [ "$pid" = "$first" ] || kill -KILL "$pid"; done
wait "$by_hand" 2>/dev/null
kill -CONT "$first"
wait_index
expect_rc 0
expect_same "$db"
expect "parsers gone" "$(report "$db" 'd["parsers_gone"]')" 1
expect_more "batches sent again" "$(report "$db" 'd["batches_resent"]')" 1
nothing_is_left

# It ends at SIGTERM, which is no failure of the run.
start
SLUICE_TEST_MARK=$mark XDG_RUNTIME_DIR=$runtime "$bin/sluice" parser --db "$db" >"$work/parser.out" 2>&1 &
by_hand=$!
until_true 10 joined
kill -TERM "$by_hand"
wait "$by_hand"
expect "exit status of the parser" $? 143
kill -CONT "$first"
wait_index
expect_rc 0
expect_same "$db"

# Without a run it waits, and says that there is none.
SLUICE_WELCOME_MS=300 sluice parser --db "$db" >"$work/out" 2>"$work/err"
expect "exit status without a run" $? 75
expect_text "$work/err" 'sluice index'
passed
