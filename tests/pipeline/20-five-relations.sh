#!/usr/bin/env bash
# All five relations hold what they should, and each run proves that what was sent was stored.
. "$(dirname "$0")/lib.sh"

prepare 126
db=$work/first
for relation in CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles; do
    expect_more "rows of $relation" "$(rows "$db" $relation)" 9
    expect "rows of $relation in the report" "$(report "$db" "d['relations']['$relation']['stored']")" "$(rows "$db" $relation)"
done
expect "files parsed" "$(report "$db" 'd["parsed_files"]')" 117
expect "coverage rows" "$(rows "$db" FileWordCoverage)" 117
expect "ignored rows" "$(rows "$db" IgnoredFiles no_parser)" 9
for language in c cpp rust python javascript typescript go java ruby csharp swift php; do
    [ "$(rows "$db" FileWordCoverage "\"language\":\"$language")" -gt 0 ] || fail "no file of language $language"
done
expect_more "tests" "$(rows "$db" TestEntitiesExcluded)" 18
expect_more "edges into tests' subjects" "$(rows "$db" DependencyEdges '"edge_type":"Tests"')" 1
sluice check --db "$db" >"$work/out" 2>"$work/err" || fail "sluice check"

# Two overloads of one name in one file are two rows.
expect "overloads" "$(rows "$db" CodeGraph '"name":"get"' '"file_path":"pack0/sub0/mod8.java"')" 2

# A flipped byte in any store file, a cut one, a missing one: noticed.
n=0
for file in $(find "$db"/generation-* -name '*.sst' -o -name 'MANIFEST-*' | sort); do
    n=$((n + 1))
    cp -a "$db" "$work/broken"
    broken=$work/broken/${file#"$db"/}
    case $((n % 3)) in
    0) rm "$broken" ;;
    1) truncate -s -1 "$broken" ;;
    2) python3 -c 'import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(20); b = f.read(1); f.seek(20); f.write(bytes([b[0] ^ 1]))' "$broken" ;;
    esac
    sluice check --db "$work/broken" >"$work/out" 2>"$work/err" && fail "check does not see that ${file##*/} is damaged (way $((n % 3)))"
    rm -rf "$work/broken"
done
expect_more "store files" $n 10
passed
