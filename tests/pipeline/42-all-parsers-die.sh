#!/usr/bin/env bash
# All parsers die, always: the run fails within its time limits, and nothing is published.
. "$(dirname "$0")/lib.sh"

prepare 60
for point in parser.taken:*:kill parser.done:*:abort; do
    db=$(database)
    begin=$SECONDS
    fault=$point index "$db" --parsers 2 --stall-ms 2000
    expect_rc 1 "$point"
    [ $((SECONDS - begin)) -lt 30 ] || fail "it took $((SECONDS - begin)) s to fail"
    expect_text "$work/out" 'the run failed: .*parser'
    expect_failed_run
done

# None ever comes.
db=$(database)
fault=parser.credit:*:kill index "$db" --parsers 2 --stall-ms 1500
expect_rc 1
expect_text "$work/out" 'the run failed: .*parser'
expect_failed_run
passed
