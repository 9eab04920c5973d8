#!/usr/bin/env bash
# The coordinator dies: before CURRENT is replaced the previous generation is served, after it the new one is, whole.
. "$(dirname "$0")/lib.sh"

prepare 60
for point in coordinator.seal coordinator.sealed coordinator.publish; do
    db=$(database)
    fault=$point:1:kill index "$db" --parsers 2
    expect_rc 1 "$point"
    expect_text "$work/err" 'the coordinator died; nothing was published'
    expect_failed_run
done

db=$(database)
fault=coordinator.published:1:kill index "$db" --parsers 2
expect_rc 1
expect_no_text "$work/err" 'nothing was published'
expect_text "$work/err" 'the coordinator died after it had published generation 2'
nothing_is_left
expect_same "$db"
sluice check --db "$db" >"$work/out" 2>"$work/err" || fail "check"
index "$db" --parsers 1 --quiet
expect_rc 0
expect_same "$db"
expect "generation" "$(report "$db" 'd["generation"]')" 3
passed
