#!/usr/bin/env bash
# One of sluice's programs is not in its folder: the run says which one, and ends.
. "$(dirname "$0")/lib.sh"

prepare 5
whole=$bin some=$work/bin
for program in coordinator walker linker sink parser; do
    mkdir "$some"
    cp -l "$whole"/sluice* "$some" 2>/dev/null || cp "$whole"/sluice* "$some"
    rm "$some/sluice-$program"
    db=$(database)
    start=$(now_ms)
    bin=$some index "$db" --parsers 2
    expect_rc 1 "without sluice-$program"
    expect_text "$work/err" "sluice-$program cannot be started: No such file or directory; it belongs into the folder of sluice"
    [ $(($(now_ms) - start)) -lt 20000 ] || fail "without sluice-$program it waited"
    expect_failed_run
    rm -r "$some"
done
passed
