int in_a_test_file() { return 1; }
