#!/usr/bin/env bats
load lib.sh

setup() { mkdir x; }

# Adds.
@test "adds two" {
    run add 1 2
    add 3 4
}

@test 'says "hi"' {
    setup
}
