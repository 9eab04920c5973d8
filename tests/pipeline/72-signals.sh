#!/usr/bin/env bash
# SIGINT, SIGTERM and SIGHUP, to `sluice index` alone and to its process group, at several moments: 130 or 143 within 2 s, nothing left.
. "$(dirname "$0")/lib.sh"

prepare 120
signal_and_check() { # signal_and_check SIGNAL PID STATUS
    local begin
    begin=$(now_ms)
    kill -"$1" -- "$2"
    wait_index 10
    [ $(($(now_ms) - begin)) -le 2000 ] || fail "it took $(($(now_ms) - begin)) ms to end by $1"
    expect_rc "$3" "$1"
    expect_failed_run "$3"
}

for signal in INT:130 TERM:143; do
    # All at work, one parser stopped.
    db=$(database)
    fault=parser.parse:11:stop index_background "$db" --parsers 2
    until_true 20 is_stopped sluice-parser
    signal_and_check ${signal%:*} "$background" ${signal#*:}

    # As a terminal does it: everybody gets it.
    db=$(database)
    fault=parser.parse:*:delay=30 index_background "$db" --parsers 2
    until_true 20 eval '[ -n "$(find "$runtime" -name "parser-*")" ]'
    signal_and_check ${signal%:*} "-$background" ${signal#*:}

    # While it links, while it stores.
    for point in linker.link:1:stop sink.flush:1:stop; do
        db=$(database)
        fault=$point index_background "$db" --parsers 2
        until_true 20 is_stopped sluice-${point%%.*}
        signal_and_check ${signal%:*} "$background" ${signal#*:}
    done
done

# At once, before anybody has met.
for signal in INT:130 TERM:143; do
    for delay in 0.005 0.02 0.05; do
        db=$(database)
        index_background "$db" --parsers 2
        until_true 5 eval '[ -n "$(processes sluice)" ]'
        sleep $delay
        kill -${signal%:*} "$background" 2>/dev/null
        wait_index 5
        [ "$rc" = ${signal#*:} ] || [ "$rc" = 0 ] || fail "exit status $rc"
        nothing_is_left
        [ "$rc" = 0 ] && continue
        no_debris "$db"
        expect_previous "$db"
    done
done
passed
