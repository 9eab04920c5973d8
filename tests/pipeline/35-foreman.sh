#!/usr/bin/env bash
# `foreman start -m all=1,parser=4` is a complete run: same dump, ends by itself, leaves nothing. Also with a parser
# killed, with a sink killed, and when foreman itself is killed.
. "$(dirname "$0")/lib.sh"
command -v foreman >/dev/null || skip "foreman is not installed (Debian: ruby-foreman)"

prepare 240
folder=$work/foreman
mkdir "$folder"
ln -s "$build" "$folder/build"
cp "$here/../../Procfile" "$folder/"

start() { # start DB
    (
        cd "$folder" || exit 1
        exec setsid env --default-signal SLUICE_TEST_MARK="$mark" XDG_RUNTIME_DIR="$runtime" SLUICE_SOURCE="$tree" SLUICE_DB="$1" \
            ${fault:+SLUICE_FAULT="$fault"} foreman start -m all=1,parser=4
    ) >"$work/out" 2>"$work/err" &
    background=$!
}
log_and_wait() {
    wait_index 60
    cat "$work/out" >>"$work/err"
}

# By itself.
db=$(database)
start "$db"
log_and_wait
expect_rc 0
nothing_is_left
expect_same "$db"
expect "parsers" "$(report "$db" 'd["parsers"]')" 4
expect_proof "$db"

# A parser dies: `sluice keep` replaces it, foreman sees nothing.
db=$(database)
fault=parser.parse:9:stop start "$db"
until_true 20 is_stopped sluice-parser
# Each of the four stops at its ninth file, whenever that comes; what is started again forgets its fault.
until ! kill -0 "$background" 2>/dev/null; do
    for pid in $(stopped sluice-parser); do kill -KILL "$pid"; done
    sleep 0.05
done &
killer=$!
log_and_wait
wait "$killer"
expect_rc 0
nothing_is_left
expect_same "$db"
expect_more "parsers gone" "$(report "$db" 'd["parsers_gone"]')" 2
expect_text "$work/out" 'starting it again'

# A parser dies while the linker works: also replaced, also no end of the run.
db=$(database)
fault=linker.link:1:stop start "$db"
until_true 20 is_stopped sluice-linker
kill -KILL "$(processes sluice-parser | head -n 1)"
sleep 0.5
kill -CONT "$(stopped sluice-linker)"
log_and_wait
expect_rc 0
nothing_is_left
expect_same "$db"

# A sink dies: the run fails, foreman says so, the previous generation is served.
db=$(database)
fault=sink.took:2:kill start "$db"
log_and_wait
[ "$rc" != 0 ] || fail "foreman ended with 0 after a failed run"
nothing_is_left
expect "status of the report" "$(report "$db" 'd["status"]')" failed
expect_previous "$db"

# foreman is killed: nothing lives on.
db=$(database)
# A parser that is long at a file is ended by its keeper.
fault=parser.parse:*:delay=5000 start "$db"
until_true 20 all_have_met
kill -KILL "$background"
wait "$background" 2>/dev/null
background=
nothing_is_left 2
expect_previous "$db"

# SIGTERM to foreman.
db=$(database)
fault=parser.parse:*:delay=20 start "$db"
until_true 20 test -e "$db/run.json"
kill -TERM "$background"
wait_index 10
nothing_is_left 2
no_debris "$db"
expect_previous "$db"
unset fault
start "$db"
log_and_wait
expect_rc 0
expect_same "$db"
passed
