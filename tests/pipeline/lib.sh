# lib.sh - what the pipeline scripts share. A script is run as `NN-name.sh [BUILD_DIR]`, sources this file, and ends with
# `passed`. Every command has a time limit; every process of a run carries a mark in its environment, by which
# the ones that are left over are found (and, at the end of the script, ended).
#
#   $work      a temporary folder, removed at the end    $bin      the programs
#   $rc        exit status of the last `index` or `wait_index`; its output is in $work/out and $work/err
#
# A fault is given for one run as in: fault=parser.parse:3:kill index DB
set -u
export LC_ALL=C
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:-$here/../../build}" && pwd) || exit 1
bin=$build/bin
script=$(basename "$0" .sh)
unset SLUICE_FAULT SLUICE_RUN SLUICE_SOURCE SLUICE_DB SLUICE_PARSERS SLUICE_JSON SLUICE_STRICT SLUICE_QUIET SLUICE_VERBOSE

[ -x "$bin/sluice" ] || { echo "$script: $bin/sluice is not there; build first"; exit 1; }

skip() {
    echo "$script: skipped: $*"
    exit 77
}

command -v python3 >/dev/null || skip "python3 is not installed"

work=$(mktemp -d /tmp/slp-XXXXXX) || exit 1
mark=slp-$$-$RANDOM$RANDOM
# Socket folders go to a folder of our own (its path must be short), so that leftovers are seen.
runtime=$(mktemp -d /tmp/slr-XXXXXX) || exit 1
chmod 700 "$runtime"
background= # pid of a run started with index_background

# Pids of all processes of this script's runs.
marked() {
    grep -lzs "^SLUICE_TEST_MARK=$mark\$" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

clean_up() {
    local pid
    for pid in $background $(marked); do
        kill -KILL "$pid" 2>/dev/null
    done
    if declare -F clean_up_more >/dev/null; then clean_up_more; fi
    chmod -R u+rwx "$work" 2>/dev/null
    rm -rf "$work" "$runtime"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

fail() {
    echo "$script: FAILED: $*"
    echo "  at ${BASH_SOURCE[-1]##*/}:${BASH_LINENO[-2]}"
    [ -s "$work/out" ] && { echo "  --- output"; tail -n 25 "$work/out" | cut -c 1-400; }
    [ -s "$work/err" ] && { echo "  --- log"; tail -n 40 "$work/err" | cut -c 1-400; }
    exit 1
}

passed() {
    nothing_is_left
    echo "$script: passed"
    exit 0
}

# ---- running

# A program of ours with the mark and at most $run_limit seconds.
run_limit=100
sluice() {
    timeout -k 5 "$run_limit" env SLUICE_TEST_MARK="$mark" XDG_RUNTIME_DIR="$runtime" ${fault:+SLUICE_FAULT="$fault"} \
        "$bin/sluice" "$@"
}

# index DB [OPTION...]: indexes $tree.
index() {
    local db=$1
    shift
    sluice index "$tree" --db "$db" "$@" >"$work/out" 2>"$work/err"
    rc=$?
    no_sanitizer_speaks
}

no_sanitizer_speaks() { expect_no_text "$work/err" 'Sanitizer|runtime error'; }

# The same in the background; its pid is $background. In a process group of its own, with the usual signals.
index_background() {
    local db=$1
    shift
    setsid env --default-signal SLUICE_TEST_MARK="$mark" XDG_RUNTIME_DIR="$runtime" ${fault:+SLUICE_FAULT="$fault"} \
        "$bin/sluice" index "$tree" --db "$db" "$@" >"$work/out" 2>"$work/err" &
    background=$!
}

# Waits for it, at most so many seconds (default 60).
wait_index() {
    local limit=${1:-60} end
    end=$((SECONDS + limit + 1))
    while kill -0 "$background" 2>/dev/null; do
        [ $SECONDS -lt $end ] || fail "the run did not end within $limit s"
        sleep 0.02
    done
    wait "$background"
    rc=$?
    background=
    no_sanitizer_speaks
}

# serve DB [OPTION...]: a server on a free loopback port (unless --bind says another): its pid is $server, its address $url.
serve() {
    local db=$1
    shift
    : >"$work/serve.err"
    setsid env --default-signal SLUICE_TEST_MARK="$mark" SLUICE_BIND=127.0.0.1:0 "$bin/sluice" serve --db "$db" "$@" >/dev/null 2>"$work/serve.err" &
    server=$!
    until_true 20 grep -q 'event=SERVING' "$work/serve.err"
    url=$(sed -n 's/.*event=SERVING .*url=\([^ ]*\).*/\1/p' "$work/serve.err")
}
# wait_server [SECONDS]: until it has ended by itself; its exit status is $rc.
wait_server() {
    local end=$((SECONDS + ${1:-15} + 1))
    while kill -0 "$server" 2>/dev/null; do
        [ $SECONDS -lt $end ] || fail "the server did not end"
        sleep 0.02
    done
    wait "$server"
    rc=$?
    expect_no_text "$work/serve.err" 'Sanitizer|runtime error'
}
stop_server() {
    kill -TERM "$server" 2>/dev/null
    wait_server
    expect_rc 0 "the server's end"
}
# A request of ours is being answered, beside the one for /metrics.
asks_now() { [ "$(curl -s "$url/metrics" | sed -n 's/^sluice_http_requests_active //p')" -ge 2 ]; }

# until_true SECONDS COMMAND...: tries until it succeeds.
until_true() {
    local end=$((SECONDS + $1 + 1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || fail "waited in vain for: $*"
        sleep 0.02
    done
}

# Pids of our processes whose command line starts with a program name and, perhaps, has an argument: `processes sluice-sink CodeGraph`.
processes() {
    local pid program argument
    for pid in $(marked); do
        { IFS= read -r -d '' program && IFS= read -r -d '' argument || true; } <"/proc/$pid/cmdline" 2>/dev/null || continue
        [ "${program##*/}" = "$1" ] && [ -z "${2:-}" -o "${argument:-}" = "${2:-}" ] && echo "$pid"
        argument=
    done
}

# Pids of those that are stopped (SIGSTOP).
stopped() {
    local pid
    for pid in $(processes "$@"); do
        grep -q '^State:.T' "/proc/$pid/status" 2>/dev/null && echo "$pid"
    done
}
is_stopped() { [ -n "$(stopped "$@")" ]; }

now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }

# All sockets of a run are there: five sinks, walker, linker, control.
all_have_met() { [ "$(find "$runtime" -type s ! -name 'parser-*' | wc -l)" = 8 ]; }

# ---- looking

# One number for all that a database serves: all five relations as sorted JSON Lines.
dump() {
    local relation
    for relation in CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles; do
        sluice export "$relation" --db "$1" >"$work/rows" 2>"$work/dump.err" || { echo "none"; return; }
        echo "$relation"
        sort "$work/rows"
    done | sha256sum | cut -d' ' -f1
}

# value FILE EXPRESSION: of a JSON file, as `d`.
value() {
    python3 -c 'import json,sys; d=json.load(open(sys.argv[1],errors="surrogateescape")); print(eval(sys.argv[2]))' "$1" "$2"
}
report() { value "$1/last-run.json" "$2"; }

# rows DB RELATION [FIELD...]: number of rows in which each "name":value text occurs.
rows() {
    local db=$1 relation=$2 text
    shift 2
    sluice export "$relation" --db "$db" >"$work/rows" || fail "$relation cannot be exported"
    for text in "$@"; do
        grep -F -- "$text" "$work/rows" >"$work/rows.some"
        mv "$work/rows.some" "$work/rows"
    done
    wc -l <"$work/rows"
}

expect_rc() { [ "$rc" = "$1" ] || fail "exit status $rc, expected $1${2:+ ($2)}"; }
expect() { # expect WHAT IS WANTED
    [ "$2" = "$3" ] || fail "$1 is '$2', expected '$3'"
}
expect_more() { # expect_more WHAT IS MINIMUM
    [ "$2" -ge "$3" ] 2>/dev/null || fail "$1 is '$2', expected at least $3"
}
expect_text() { grep -qE -- "$2" "$1" || fail "${1##*/} does not hold: $2"; }
expect_no_text() { ! grep -qE -- "$2" "$1" || fail "${1##*/} holds: $(grep -E -m1 -- "$2" "$1")"; }

# The published rows are those of the undisturbed run.
expect_same() { expect "dump of $(basename "$1")" "$(dump "$1")" "$reference"; }

# The generation before is served, whole, and nothing of the failed one is there.
expect_previous() {
    expect "CURRENT of $(basename "$1")" "$(cat "$1/CURRENT")" "$(cat "$work/previous/CURRENT")"
    expect "dump of the previous generation" "$(dump "$1")" "$previous"
}

# Every run proves what it stored.
expect_proof() {
    expect "sent = stored" "$(report "$1" 'all(r["sent"]==r["stored"] and r["sent_digest"]==r["stored_digest"] for r in d["relations"].values()) and len(d["relations"])')" 5
    sluice check --db "$1" >"$work/out" 2>"$work/err" || fail "sluice check finds something in $1"
}

# No process, no socket folder, no run.json, no generation that nobody serves.
nothing_is_left() {
    local end=$(($(now_ms) + ${1:-3} * 1000)) left db
    while left=$(marked) && [ -n "$left" ]; do
        [ "$(now_ms)" -lt "$end" ] || fail "processes are left: $(for p in $left; do tr '\0' ' ' <"/proc/$p/cmdline"; echo "($p);"; done 2>/dev/null)"
        sleep 0.02
    done
    left=$(ls -A "$runtime")
    [ -z "$left" ] || fail "left in the runtime folder: $left"
    for db in "$work"/*/; do
        [ -e "$db/LOCK" ] || continue
        [ ! -e "$db/run.json" ] || fail "$db/run.json is left"
    done
}

# No generation above CURRENT: what a failed run wrote is gone.
no_debris() {
    local current newest
    current=$(tr -dc 0-9 <"$1/CURRENT" 2>/dev/null)
    newest=$(ls -d "$1"/generation-* 2>/dev/null | tail -n 1 | tr -dc 0-9 | tail -c 6)
    [ "${newest:-0}" = "${current:-0}" ] || fail "generation $newest is left above CURRENT $current"
}

# ---- trees and databases to start from

# make_tree KIND DIR [COUNT]: see trees.py
make_tree() { python3 "$here/trees.py" "$@" || fail "the tree cannot be made"; }

# Makes $tree ($1 files, default 120), $reference (its dump), and $work/previous, a database that serves an earlier and smaller tree.
prepare() {
    tree=$work/before
    make_tree languages "$tree" 14
    index "$work/previous" --parsers 1 --quiet
    expect_rc 0 "the previous generation"
    previous=$(dump "$work/previous")
    tree=$work/tree
    make_tree languages "$tree" "${1:-120}"
    index "$work/first" --parsers 1 --quiet
    expect_rc 0 "the reference"
    reference=$(dump "$work/first")
    expect_proof "$work/first"
    [ "$reference" != "$previous" ] || fail "the two trees have the same dump"
}

# A new database that serves the previous generation: its folder.
database() {
    rm -rf "$work/db"
    cp -a "$work/previous" "$work/db"
    echo "$work/db"
}

# A run with a fault: it fails (or ends with the status given), the previous generation is served, and a new run succeeds.
expect_failed_run() {
    expect_rc "${1:-1}"
    nothing_is_left
    no_debris "$work/db"
    expect_previous "$work/db"
    fault= index "$work/db" --parsers 2 --quiet
    expect_rc 0 "the run after the failed one"
    expect_same "$work/db"
    nothing_is_left
}
