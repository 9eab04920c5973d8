#!/usr/bin/env bash
# A tree with nothing to parse: done, five empty relations (or the ignored rows alone), and said loudly.
. "$(dirname "$0")/lib.sh"

tree=$work/empty
mkdir "$tree"
index "$work/a" --parsers 2
expect_rc 0
expect_text "$work/err" 'NOTHING-TO-PARSE'
expect_proof "$work/a"
for relation in CodeGraph DependencyEdges TestEntitiesExcluded FileWordCoverage IgnoredFiles; do
    expect "rows of $relation" "$(rows "$work/a" $relation)" 0
done

# Also for whoever wants to hear nothing.
index "$work/b" --parsers 1 --quiet
expect_rc 0
expect_text "$work/err" 'NOTHING-TO-PARSE'

# Only files without a parser.
echo text >"$tree/notes.txt"
echo more >"$tree/README"
index "$work/a" --parsers 2
expect_rc 0
expect_text "$work/err" 'NOTHING-TO-PARSE'
expect_text "$work/out" '2 files ignored \(no parser available\)'
expect "ignored rows" "$(rows "$work/a" IgnoredFiles no_parser)" 2
expect_proof "$work/a"

# By default the index is in the tree; it does not index itself, and git does not see it.
index "" --parsers 1 --quiet
expect_rc 0
[ -e "$tree/.sluice/CURRENT" ] || fail "no index at DIR/.sluice"
expect_text "$tree/.sluice/.gitignore" '^\*$'
expect "the index in itself" "$(rows "$tree/.sluice" IgnoredFiles own_database)" 1
passed
