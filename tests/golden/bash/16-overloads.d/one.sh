. ./two.sh
. ./three.sh
say() { echo one; }
say
only
