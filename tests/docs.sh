#!/bin/sh
# The README's table of options is that of base/params.def: each option with its variable, default, unit and text.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
missing=0
sed -n 's/^PARAM(\([a-z_]*\), "\([^"]*\)", "\([^"]*\)", \([A-Z]*\), "\{0,1\}\([^",]*\)"\{0,1\}, .*, "\(.*\)")$/\4|`\2` | `\3` | \5|\6/p' \
    "$root/base/params.def" >"${TMPDIR:-/tmp}/sluice-options-$$"
trap 'rm -f "${TMPDIR:-/tmp}/sluice-options-$$"' EXIT
while IFS= read -r line; do
    kind=${line%%|*}
    rest=${line#*|}
    start=${rest%|*}
    help=${rest##*|}
    [ "$kind" != FLAG ] || start=${start%0}
    if ! grep -F "| $start |" "$root/README.md" | grep -qF "| $help |"; then
        echo "README.md lacks: | $start | ... | $help |"
        missing=$((missing + 1))
    fi
done <"${TMPDIR:-/tmp}/sluice-options-$$"
[ "$(wc -l <"${TMPDIR:-/tmp}/sluice-options-$$")" -eq "$(grep -c '^PARAM(' "$root/base/params.def")" ] || {
    echo "a row of params.def was not understood"
    exit 1
}
[ "$missing" -eq 0 ]
