source "$ROOT/lib/log.sh"
source $ROOT/lib/log.sh
source /etc/profile
. "$x$y"
main() {
    source ../b/late.sh
    late
    log hi
}
late
