#!/usr/bin/env bash
# A sink dies: the run fails, names it, the previous generation is served, the next run succeeds.
. "$(dirname "$0")/lib.sh"

prepare 60
for point in sink.took:1:kill sink.took:5:abort sink.flush:1:kill sink.flushed:1:kill sink.acked:1:kill; do
    db=$(database)
    fault=$point index "$db" --parsers 2
    if [ "$point" = sink.acked:1:kill ] && [ "$rc" = 0 ]; then
        expect_same "$db" # all five acks were out before anybody was seen to be dead
        continue
    fi
    expect_rc 1 "$point"
    expect_text "$work/out" 'the run failed: .*sink [A-Z]'
    expect "status" "$(report "$db" 'd["status"]')" failed
    expect_failed_run
done
passed
