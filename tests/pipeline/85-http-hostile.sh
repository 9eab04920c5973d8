#!/usr/bin/env bash
# `sluice serve` against who means it no good: pages of other origins, missing tokens, malformed requests, clients that are slow, many,
# or endless. Others are served all the while, and its memory stays what it is.
#
#   FUZZ=100000 tests/pipeline/85-http-hostile.sh build-sanitize      as many as that, instead of a few thousand
. "$(dirname "$0")/lib.sh"

prepare 60
db=$work/first
hostile() { timeout -k 5 "${limit:-60}" python3 "$here/http_hostile.py" "$@" >"$work/out" 2>&1 || fail "$1"; }
gauge_is() { [ "$(curl -s "$url/metrics" | sed -n "s/^$1 //p")" = "$2" ]; }
resident_kib() { awk '/^VmRSS/ {print $2}' "/proc/$server/status"; }

serve "$db" --time-ms 1000
hostile guard "$url"
hostile shapes "$url"
hostile fuzz "$url" 1000
before=$(resident_kib)
limit=$((100 + ${FUZZ:-3000} / 100)) hostile fuzz "$url" "${FUZZ:-3000}"
tail -n 1 "$work/out"
after=$(resident_kib)
# A sanitizer keeps what was freed for a while.
[ "$after" -lt $((before + 60000)) ] || [ -n "$(ldd "$bin/sluice" | grep asan)" ] || fail "memory grew from $before to $after KiB"
# Nothing is left over but the one that asks for this.
until_true 10 gauge_is sluice_http_requests_active 1
until_true 10 gauge_is sluice_http_connections 1
stop_server

echo 0123456789abcdef >"$work/token"
serve "$db" --token-file "$work/token"
hostile token "$url" 0123456789abcdef
stop_server

serve "$db" --request-ms 1000 --answer-ms 1000 --http-connections 100
hostile loris "$url" 1000
hostile reader "$url" 1000
stop_server

serve "$db" --http-connections 20
hostile crowd "$url" 20
stop_server
passed
