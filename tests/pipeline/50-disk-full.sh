#!/usr/bin/env bash
# The disk is full: the message says so, the previous generation is served, and once there is room a run succeeds.
. "$(dirname "$0")/lib.sh"

mounted=
clean_up_more() { [ -z "$mounted" ] || umount -l "$mounted" 2>/dev/null; }
mkdir "$work/disk"
mount -t tmpfs -o size=3m,mode=700 sluice-test "$work/disk" 2>"$work/err" || skip "no right to mount a tmpfs: $(cat "$work/err")"
mounted=$work/disk

prepare 420
db=$work/disk/db
cp -a "$work/previous" "$db" || fail "the previous generation does not fit"
used=$(du -sk "$db" | cut -f1)
# Room for some of it, so that different writers hit the wall.
for spare in 0 40 150 400 700; do
    rm -f "$work/disk/ballast"
    free=$(($(df -k --output=avail "$work/disk" | tail -n 1) - spare))
    head -c ${free}k /dev/zero >"$work/disk/ballast"
    index "$db" --parsers 2
    if [ "$rc" = 0 ]; then
        [ "$spare" -ge 400 ] || fail "a run with $spare KiB free succeeded"
        continue
    fi
    expect_rc 1 "$spare KiB free"
    cat "$work/out" >>"$work/err"
    expect_text "$work/err" '[Nn]o space left on device'
    nothing_is_left
    no_debris "$db"
    expect_previous "$db"
done
rm "$work/disk/ballast"
mount -o remount,size=64m "$work/disk" || fail "remount"
index "$db" --parsers 2 --quiet
expect_rc 0 "with room again"
expect_same "$db"
passed
