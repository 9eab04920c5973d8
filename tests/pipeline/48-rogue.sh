#!/usr/bin/env bash
# A stranger connects to every socket of a live run and sends garbage, cut frames, frames of another run, and hellos of another version: all
# rejected and counted, and the dump is the same.
. "$(dirname "$0")/lib.sh"
[ -x "$build/tests/pipeline_rogue" ] || skip "pipeline_rogue is not built"

prepare 120
db=$(database)
fault=linker.taken:2:stop index_background "$db" --parsers 2
until_true 20 is_stopped sluice-linker
folder=$(value "$db/run.json" 'd["folder"]')
run=$(value "$db/run.json" 'd["run"]')
expect_more "sockets" "$(find "$folder" -type s | wc -l)" 8
expect "mode of the socket folder" "$(stat -c %a "$folder")" 700
for socket in "$folder"/*; do
    timeout 20 "$build/tests/pipeline_rogue" "$socket" "$run" >>"$work/rogue" 2>&1 || fail "the stranger: $(tail -n 3 "$work/rogue")"
done
kill -CONT "$(stopped sluice-linker)"
wait_index
expect_rc 0
expect_same "$db"
expect_more "frames rejected" "$(report "$db" 'd["frames_rejected"]')" 40
expect_text "$work/err" 'event=REFUSED'
expect_proof "$db"
passed
