# A function hides a program, and a built-in.
ls() { command ls --color "$@"; }
cd() { builtin cd "$@"; }
ls
cd /
