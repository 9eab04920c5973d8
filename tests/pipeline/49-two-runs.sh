#!/usr/bin/env bash
# A second run in the same database refuses at once; the first one is not disturbed. A stale run.json is no obstacle.
. "$(dirname "$0")/lib.sh"

prepare 120
db=$(database)
fault=parser.parse:3:stop index_background "$db" --parsers 2
until_true 20 is_stopped sluice-parser
sluice index "$tree" --db "$db" --parsers 2 >"$work/out2" 2>"$work/err2"
expect "exit status of the second run" $? 1
expect_text "$work/err2" 'another run is at work here'
expect_previous "$db"
for pid in $(stopped sluice-parser); do kill -CONT "$pid"; done
wait_index
expect_rc 0
expect_same "$db"
expect "parsers gone" "$(report "$db" 'd["parsers_gone"]')" 0
nothing_is_left

# What a machine that lost power leaves: a run.json that names nobody, sockets, half a generation.
db=$(database)
mkdir "$runtime/sluice-stale0"
echo >"$runtime/sluice-stale0/control"
echo "{\"run\":\"00000000000000aa\",\"pid\":4194303,\"folder\":\"$runtime/sluice-stale0\"}" >"$db/run.json"
mkdir -p "$db/generation-000002/CodeGraph" "$db/generation-000007"
echo half >"$db/generation-000002/CodeGraph/000001.sst"
expect_previous "$db"
index "$db" --parsers 2 --quiet
expect_rc 0
expect_same "$db"
no_debris "$db"
passed
