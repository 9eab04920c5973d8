#!/usr/bin/env bash
# Every path of the tree has a row, or lies below a folder that has one: path by path, byte by byte.
. "$(dirname "$0")/lib.sh"

account() { # account TREE DB
    timeout 60 python3 "$here/account.py" "$1" "$2" "$bin/sluice" >"$work/out" 2>&1 || fail "paths without a row"
    tail -n 1 "$work/out"
}

tree=$work/tree
make_tree languages "$tree" 60
mkdir -p "$tree/vendor/lib" "$tree/target" "$tree/node_modules/x" "$tree/.hidden"
echo 'int v;' >"$tree/vendor/lib/v.c"
echo 'fn t() {}' >"$tree/target/t.rs"
echo 'function n() {}' >"$tree/node_modules/x/n.js"
echo 'def h(): pass' >"$tree/.hidden/.h.py"
ln -s ../vendor "$tree/target/link"
printf 'def newline():\n    pass\n' >"$tree/with
newline.py"
printf 'def latin():\n    pass\n' >"$tree/$(printf 'latin-\351\\x.py')"
index "$work/a" --parsers 2 --quiet
expect_rc 0
account "$tree" "$work/a"
expect "no folder is left out by its name" "$(rows "$work/a" FileWordCoverage '"v.c"')$(rows "$work/a" FileWordCoverage '"t.rs"')$(rows "$work/a" FileWordCoverage '"n.js"')" 111

# Rules: .ignore everywhere, .gitignore in repositories only, an ignored folder is one row.
echo '/*' >"$tree/.gitignore"
index "$work/b" --parsers 2 --quiet
expect_rc 0
account "$tree" "$work/b"
expect "a .gitignore outside a repository" "$(rows "$work/b" IgnoredFiles ignored_by_rule)" 0
printf 'target/\n*.js\n' >"$tree/.ignore"
index "$work/c" --parsers 2 --quiet
expect_rc 0
account "$tree" "$work/c"
expect "the ignored folder" "$(rows "$work/c" IgnoredFiles '"filename":"target/"' ignored_by_rule)" 1

# The index in the tree itself.
index "" --parsers 2 --quiet
expect_rc 0
account "$tree" "$tree/.sluice"
passed
