#!/usr/bin/env bash
# kill -9 of each kind of process in mid-run, from outside. A parser: same dump. Anybody else: failed, previous generation, next run succeeds.
. "$(dirname "$0")/lib.sh"

prepare 120
# The run is held in its middle by a parser that has stopped, so that "mid-run" is no matter of luck.
start() {
    db=$(database)
    fault=parser.parse:11:stop index_background "$db" --parsers 2
    until_true 20 is_stopped sluice-parser
    until_true 20 all_have_met
}
go_on() {
    local pid
    for pid in $(stopped sluice-parser); do kill -CONT "$pid"; done
}

start
kill -KILL "$(stopped sluice-parser | head -n 1)"
go_on
wait_index
expect_rc 0
expect_same "$db"
expect_more "parsers gone" "$(report "$db" 'd["parsers_gone"]')" 1
expect_text "$work/out" 'recovered: [12] parsers died, [1-9]'
nothing_is_left

for victim in sluice-walker sluice-linker sluice-coordinator "sluice-sink CodeGraph" "sluice-sink DependencyEdges" "sluice-sink TestEntitiesExcluded" \
    "sluice-sink FileWordCoverage" "sluice-sink IgnoredFiles"; do
    start
    pid=$(processes $victim)
    [ -n "$pid" ] || fail "no process $victim"
    kill -KILL "$pid"
    go_on
    wait_index 10
    expect_rc 1 "$victim"
    if [ "$victim" != sluice-coordinator ]; then
        expect_text "$work/out" "the run failed: ${victim#sluice-} \(pid $pid\) died"
    fi
    expect_failed_run
done

# The supervisor itself: nobody lives on.
start
kill -KILL "$background"
wait "$background" 2>/dev/null
background=
go_on
nothing_is_left 2
no_debris "$db"
expect_previous "$db"
index "$db" --parsers 2 --quiet
expect_rc 0
expect_same "$db"
passed
