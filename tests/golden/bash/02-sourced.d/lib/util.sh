. "${BASH_SOURCE%/*}/deep.sh"
util() { deep; }
