#!/usr/bin/env bash
# --help, each command's --help, the man page, the completions and the README speak of the same commands and options.
. "$(dirname "$0")/lib.sh"

sluice manual man >"$work/man" && sluice manual bash >"$work/bash" && sluice manual zsh >"$work/zsh" || fail "sluice manual"
bash -n "$work/bash" || fail "the bash completion does not parse"
if command -v zsh >/dev/null; then zsh -n "$work/zsh" || fail "the zsh completion does not parse"; fi
if command -v mandoc >/dev/null; then
    mandoc -T lint -W error "$work/man" >"$work/out" || fail "mandoc: $(head -n 3 "$work/out")"
fi
sed 's/\\-/-/g' "$work/man" >"$work/plain"

commands=$(sluice --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p')
expect_more "commands" "$(wc -w <<<"$commands")" 15
for command in $commands; do
    grep -q "^\.SS sluice $command " "$work/man" || fail "the man page lacks $command"
    grep -qE "sluice $command( |\`|\$)" "$here/../../README.md" || fail "README.md does not say what sluice $command is"
    grep -q "'$command:" "$work/zsh" || fail "the zsh completion lacks $command"
    [ "$command" = keep ] && continue # its options are somebody else's
    options=$(sluice "$command" --help | sed -n 's/^  \(--[a-z0-9-]*\).*/\1/p' | sort)
    from_man=$(awk -v head=".SS sluice $command " 'index($0, ".S") == 1 { on = index($0, head) == 1 } on && /^\.B --/ { print $2 }' "$work/plain" | sort)
    expect "options of $command in the man page" "$from_man" "$options"
    from_bash=$(sed -n "s/^    $command) options='--help\(.*\)' ;;/\1/p" "$work/bash" | tr ' ' '\n' | grep . | sort)
    expect "options of $command in the bash completion" "$from_bash" "$options"
    for option in $options; do
        grep -q "^    $command) .*'$option\[" "$work/zsh" || fail "the zsh completion lacks $option of $command"
        grep -q "| \`$option\` |" "$here/../../README.md" || fail "README.md lacks $option"
    done
done

# What bash completes.
completed() { # completed WORD...: what is offered for the last one
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sluice; echo "${COMPREPLY[*]}"' _ "$work/bash" "$@"
}
expect "commands that start with call" "$(completed sluice call)" "callers callees"
expect "options of export" "$(completed sluice export --f)" "--format"
expect "files behind an option" "$(completed sluice export --db /tm)" ""
sluice manual tcsh >"$work/out" 2>"$work/err"
expect "exit status for another shell" $? 2
passed
