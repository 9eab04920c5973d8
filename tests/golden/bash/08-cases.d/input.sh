start() { :; }
stop() { :; }
usage() { :; }

case "$1" in
    start) start ;;
    stop|halt) stop ;;
    *) usage; exit 1 ;;
esac

select x in a b; do start; done
until stop; do sleep 1; done
for ((i = 0; i < 3; i++)); do usage; done
[[ $(usage) == a ]] && start
! stop
time start
