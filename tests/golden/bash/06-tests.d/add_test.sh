. ./lib.sh
test_adds() { add 1 2; }
