#!/usr/bin/env bash
# What a file system may hold: FIFO, socket, device, symlink loops, sparse files of 1 GiB and 1 TiB, names with newlines and invalid UTF-8, paths above PATH_MAX,
# NULs, CRLF, BOM, empty and unreadable files. Nothing blocks, nothing crashes, each path is accounted for.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
make_tree nasty "$tree"
chmod 711 "$work" "$runtime"
# Modes mean nothing to root, so that the run is somebody else's.
as_nobody=
if [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null || skip "setpriv is not installed"
    as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
    mkdir "$work/db"
    chown -R 65534:65534 "$work/db" "$tree" "$runtime"
    chown 0 "$tree/unreadable.py" "$tree/closed"
    $as_nobody test -x "$bin/sluice" || skip "$bin cannot be reached by another user"
fi
for parsers in 1 3; do
    timeout -k 5 100 $as_nobody env SLUICE_TEST_MARK="$mark" XDG_RUNTIME_DIR="$runtime" "$bin/sluice" index "$tree" --db "$work/db" --parsers $parsers \
        >"$work/out" 2>"$work/err"
    rc=$?
    expect_rc 0 "$parsers parsers"
    expect_no_text "$work/err" 'Sanitizer|runtime error|Assertion'
    [ $parsers = 1 ] && reference=$(dump "$work/db")
done
expect_same "$work/db"
expect_proof "$work/db"

ignored() { expect "$1" "$(rows "$work/db" IgnoredFiles "\"filename\":\"$1\"" "\"reason\":\"$2\"")" 1; }
ignored fifo.c not_regular
ignored socket.c not_regular
[ -e "$tree/device.c" ] && ignored device.c not_regular
ignored sparse.c too_large
ignored sparse-1t.py too_large
ignored zeros.c binary
ignored nul.c binary
ignored unreadable.py unreadable
ignored closed/ unreadable
ignored a.rs ignored_by_rule
ignored sub/ ignored_by_rule
ignored data.bin no_parser
ignored .git/ repository_data
for link in loop.c parent dangling.py outside to-plain.c loop-a loop-b; do ignored $link symlink; done

entity() { [ "$(rows "$work/db" CodeGraph "\"name\":\"$1\"")" -ge 1 ] || fail "no entity $1"; }
for name in plain new_line quoted Invalid latin unicode_name dash space long_name crlf bom Bom bytes after_bytes no_newline last_of_line ok from_shebang inside hidden kept deep_path; do
    entity $name
done
for file in empty.py only-newlines.rs broken.java; do
    expect "coverage of $file" "$(rows "$work/db" FileWordCoverage "\"filename\":\"$file\"")" 1
done
timeout 60 python3 "$here/account.py" "$tree" "$work/db" "$bin/sluice" >"$work/out" 2>&1 || fail "paths without a row"
tail -n 1 "$work/out"
passed
