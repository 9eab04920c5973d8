#!/bin/sh
# Backs things up.

readonly TARGET=/backup

# Copies one file.
copy_one() {
    cp "$1" "$TARGET"
}

function copy_all {
    for f in *; do
        copy_one "$f"
    done
}

copy_all
