#!/usr/bin/env bash
# A file that kills every parser is quarantined, by name; everything else is as if that file were not there.
. "$(dirname "$0")/lib.sh"

prepare 60
poison=$(cd "$tree" && find . -name 'mod9.rb' | cut -c3-)
[ -n "$poison" ] || fail "no poison"

# What is expected: the rows of a tree in which that file is one that has no parser.
tree=$work/without
cp -a "$work/tree" "$tree"
rm "$tree/$poison"
index "$work/without-db" --parsers 1 --quiet
expect_rc 0
without=$(dump "$work/without-db")
tree=$work/tree

for action in abort kill; do
    db=$(database)
    fault="parser.parse:=$poison:$action" index "$db" --parsers 2
    expect_rc 3 "one file is quarantined"
    expect_text "$work/out" "quarantined: .*$poison.* \(parser_crash\)"
    expect "quarantined" "$(report "$db" 'd["quarantined"]')" "[{'path': '$poison', 'reason': 'parser_crash'}]"
    expect "its row" "$(rows "$db" IgnoredFiles "\"filename\":\"${poison##*/}\"" parser_crash)" 1
    expect "its coverage" "$(rows "$db" FileWordCoverage "\"filename\":\"${poison##*/}\"")" 0
    expect_proof "$db"
    # Without that one row: the same.
    for relation in CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles; do
        echo $relation
        sluice export $relation --db "$db" | grep -vF '"reason":"parser_crash"' | sort
    done | sha256sum | cut -d' ' -f1 >"$work/sum"
    expect "the rest" "$(cat "$work/sum")" "$without"
    nothing_is_left
done

# Not with --strict.
db=$(database)
fault="parser.parse:=$poison:abort" index "$db" --parsers 2 --strict
expect_rc 1
expect_text "$work/out" 'quarantined'
expect_failed_run 1

# Two poison files that share a batch, one parser.
db=$(database)
other=$(cd "$tree" && find . -name 'mod10.php' | cut -c3-)
fault="parser.parse:=$poison:abort,parser.parse:=$other:kill" index "$db" --parsers 1
expect_rc 3
expect "two are quarantined" "$(report "$db" 'sorted(q["path"] for q in d["quarantined"])')" "$(python3 -c 'import sys; print(sorted(sys.argv[1:]))' "$poison" "$other")"
expect_proof "$db"

# A sink that comes when files are void already hears of them.
for sink in TestEntitiesExcluded CodeGraph; do
    db=$(database)
    fault="parser.parse:=$poison:abort,parser.parse:=$other:kill,stage.hello:=sink-$sink:delay=1000" index "$db" --parsers 1 --stall-ms 20000
    expect_rc 3 "with a late sink"
    expect_proof "$db"
done

# One that hangs for ever is ended at its deadline.
db=$(database)
fault="parser.parse:=$poison:delay=90000" index "$db" --parsers 2 --deadline-ms 400
expect_rc 3
expect "its reason" "$(report "$db" 'd["quarantined"]')" "[{'path': '$poison', 'reason': 'parser_timeout'}]"
expect_proof "$db"
passed
