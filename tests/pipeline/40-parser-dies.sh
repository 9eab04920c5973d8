#!/usr/bin/env bash
# A parser dies holding work, at every point: what it held is sent again, copies are dropped, the dump is the same.
. "$(dirname "$0")/lib.sh"

prepare 120
dropped=0
# Of each parser that the run starts with; those that replace them live.
for point in parser.taken:1 parser.taken:2 parser.parse:1 parser.parse:7 parser.sent:1 parser.sent:2 parser.sent:3 parser.sent:4 parser.sent:6 \
    parser.done:1 parser.done:2; do
    db=$(database)
    fault=$point:kill index "$db" --parsers 2 --quiet
    expect_rc 0 "$point"
    expect_same "$db"
    expect "parsers gone at $point" "$(report "$db" 'd["parsers_gone"]')" 2
    expect_more "batches sent again at $point" "$(report "$db" 'd["batches_resent"]')" 1
    dropped=$((dropped + $(report "$db" 'd["duplicates_dropped"]')))
    nothing_is_left
done
expect_proof "$db"

# The report says it.
db=$(database)
fault=parser.sent:7:abort index "$db" --parsers 1
expect_rc 0
expect_text "$work/out" 'recovered: 1 parsers died, [1-9]'
expect_same "$db"
dropped=$((dropped + $(report "$db" 'd["duplicates_dropped"]')))
# What a process has pushed may or may not be under way when it dies, but not in all of these runs.
expect_more "copies dropped in all these runs" $dropped 1
passed
