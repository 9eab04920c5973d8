#!/usr/bin/env bash
# Messages are dropped, doubled, reordered, damaged, on every way: the dump is the same, and the report counts them.
. "$(dirname "$0")/lib.sh"

prepare 120
# Below the default of 2000, and above the second after which a control word that was dropped is said again (CHANNEL_REPEAT_MS).
export SLUICE_IDLE_MS=1200
for point in parser.push:1:drop parser.push:6:drop parser.push:*:dup parser.push:2:dup parser.push:3:reorder \
    walker.push:1:drop walker.push:3:drop walker.push:2:dup walker.push:*:dup walker.push:2:reorder \
    linker.push:1:drop linker.push:*:dup linker.push:1:reorder \
    parser.credit:1:drop parser.credit:2:drop parser.credit:*:dup \
    control.drop:1:drop control.drop:2:drop control.drop:5:drop control.drop:17:drop \
    wire.corrupt:1:drop wire.corrupt:4:drop wire.corrupt:9:drop \
    parser.push:1:drop,walker.push:2:dup,linker.push:1:drop,control.drop:7:drop,wire.corrupt:5:drop; do
    db=$(database)
    fault=$point index "$db" --parsers 2 --quiet --stall-ms 8000
    expect_rc 0 "$point"
    expect_same "$db"
    case $point in
    parser.push:*:dup | parser.push:2:dup) expect_more "copies dropped at $point" "$(report "$db" 'd["duplicates_dropped"]')" 1 ;;
    wire.corrupt:1*) expect_more "frames rejected at $point" "$(report "$db" 'd["frames_rejected"]')" 1 ;;
    parser.push:?:drop) expect_more "batches sent again at $point" "$(report "$db" 'd["batches_resent"]')" 1 ;;
    linker.push:1:drop) expect_more "chunks sent again at $point" "$(report "$db" 'd["chunks_resent"]')" 1 ;;
    esac
done
expect_proof "$db"
nothing_is_left

# What is lost for ever fails the run, and the report names the unit and the destination.
db=$(database)
fault=linker.push:*:drop index "$db" --parsers 2 --stall-ms 8000
expect_rc 1
expect_text "$work/out" 'the run failed: .*chunk [0-9]+.*(CodeGraph|DependencyEdges)'
unset SLUICE_IDLE_MS
expect_failed_run
passed
