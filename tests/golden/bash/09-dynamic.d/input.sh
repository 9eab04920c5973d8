run() { "$@"; }
$CMD a
"$tool" b
./other.sh c
eval "run x"
trap cleanup EXIT
trap 'run y' INT
trap - TERM
cleanup() { :; }
\ls
r\un
