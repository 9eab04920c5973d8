#!/usr/bin/env bash
# The oracle: a run with N parsers equals a run with one, dump for dump; in half of the runs every core is loaded. So does a run
# in the least memory, where the linker keeps facts and edges in a file; that it does is seen by letting that file fail.
# SLUICE_ORACLE_RUNS says how many runs (default 6).
runs=${SLUICE_ORACLE_RUNS:-6}
. "$(dirname "$0")/lib.sh"

loads=
clean_up_more() { for pid in $loads; do kill -KILL "$pid" 2>/dev/null; done; }
load_all_cores() {
    local i
    for ((i = $(nproc); i > 0; i--)); do
        (while :; do :; done) &
        loads="$loads $!"
    done
}
unload() {
    for pid in $loads; do
        kill -KILL "$pid"
        wait "$pid" 2>/dev/null
    done
    loads=
}

prepare 420
for ((run = 1; run <= runs; run++)); do
    parsers=$((run % 4 + 1))
    [ $((run % 2)) = 0 ] && load_all_cores
    index "$work/db" --parsers $parsers --quiet
    unload
    expect_rc 0 "run $run, $parsers parsers"
    expect_same "$work/db"
    expect "files" "$(report "$work/db" 'd["parsed_files"]')" 390
done
expect_proof "$work/db"

index "$work/db" --memory 64K --quiet
expect_rc 0 "a run in 64 KiB"
expect_same "$work/db"
fault=linker.spill:1:errno=28 index "$work/db" --memory 64K
expect_rc 1 "a run in 64 KiB without room for the rest"
cat "$work/out" >>"$work/err"
expect_text "$work/err" 'cannot write .*/linker.spill: No space left on device'
no_debris "$work/db"
expect_same "$work/db"
fault=linker.link:1:kill index "$work/db" --memory 64K
expect_rc 1 "a linker killed with a file open"
nothing_is_left
no_debris "$work/db"
echo "$runs runs with 1 to 4 parsers: one dump, $reference"
passed
