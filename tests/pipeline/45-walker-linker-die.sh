#!/usr/bin/env bash
# The walker or the linker dies.
. "$(dirname "$0")/lib.sh"

prepare 60
for point in walker.read:1:kill walker.read:3:abort linker.taken:1:kill linker.taken:4:kill linker.link:1:kill; do
    db=$(database)
    fault=$point index "$db" --parsers 2
    expect_rc 1 "$point"
    expect_text "$work/out" "the run failed: ${point%%.*} \(pid [0-9]+\) died"
    expect_failed_run
done
passed
