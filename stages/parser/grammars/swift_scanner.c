// tree-sitter-swift 0.7.1 allocates its scanner's state with calloc(0, size) and then writes to it. Here it gets one.
#include <stdlib.h>

#define calloc(count, size) calloc((count) ? (count) : 1, size)
#include "tree-sitter-swift/src/scanner.c"
