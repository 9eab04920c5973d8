#!/usr/bin/env bash
# Stages that hang. A parser: ended at its deadline, replaced, same dump. Anybody else: the run fails by its stall limit and says whom it waited for.
. "$(dirname "$0")/lib.sh"

prepare 120
db=$(database)
fault=parser.parse:5:stop index "$db" --parsers 2 --deadline-ms 500
expect_rc 0
expect_same "$db"
expect "parsers gone" "$(report "$db" 'd["parsers_gone"]')" 2
nothing_is_left

# Hung before it takes anything, and after it has sent all.
for point in parser.taken:1:stop parser.done:1:stop; do
    db=$(database)
    fault=$point index "$db" --parsers 2 --deadline-ms 500
    expect_rc 0 "$point"
    expect_same "$db"
done

# It wakes up again: late words are dropped.
db=$(database)
fault=parser.sent:2:stop index_background "$db" --parsers 2 --deadline-ms 3000
until_true 20 is_stopped sluice-parser
sleep 0.2
for pid in $(stopped sluice-parser); do kill -CONT "$pid"; done
wait_index
expect_rc 0
expect_same "$db"

# A sink or linker that hangs. The parsers that wait for it are innocent: no file is quarantined, none is ended.
for point in sink.took:2:stop linker.taken:2:stop linker.link:1:stop sink.flush:1:stop; do
    db=$(database)
    fault=$point index "$db" --parsers 2 --stall-ms 1500 --deadline-ms 500
    expect_rc 1 "$point"
    expect_text "$work/out" 'the run failed: nothing moved for 1500 ms; waiting for'
    expect "parsers gone" "$(report "$db" 'd["parsers_gone"]')" 0
    expect "quarantined" "$(report "$db" 'd["quarantined"]')" '[]'
    expect_failed_run
done

# A coordinator that does not answer for longer than a stage waits for a welcome: stages say hello anew, nobody is refused.
db=$(database)
index_background "$db" --parsers 2
until_true 20 test -e "$db/run.json"
coordinator=$(processes sluice-coordinator)
kill -STOP "$coordinator"
sleep 2.5
kill -CONT "$coordinator"
wait_index
expect_rc 0
expect_same "$db"
expect_no_text "$work/err" 'REFUSED'

# A sink that is slow, slower than a parser's deadline, is waited for.
db=$(database)
fault=sink.took:2:delay=2500 index "$db" --parsers 2 --stall-ms 20000 --deadline-ms 500
expect_rc 0
expect_same "$db"
expect "parsers gone" "$(report "$db" 'd["parsers_gone"]')" 0
passed
