check() {
    if [ "$1" ] && [ -f "$1" ]; then
        return 0
    elif test "$2" || test "$3"; then
        for x in a b; do :; done
    fi
    while true; do
        case $1 in
        a) echo a ;;
        b | c) echo b ;;
        esac
    done
}

plain() { echo; }
