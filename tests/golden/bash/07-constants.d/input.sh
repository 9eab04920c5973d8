readonly A=1 B=2
declare -r C=3
declare -ra LIST=(a b)
typeset -i D=4
readonly E
F=5

show() {
    readonly inside=1
    echo "$A ${B} ${#LIST[@]} $D $F $UNKNOWN"
}
echo "$A"
