// pool - the memory of syntax trees. tree-sitter makes and frees some twenty small objects for each line of source;
// here that costs a few instructions each, because objects of one size come from one free list.
//
// Measured on the Go sources: general-purpose malloc and free take 6 to 8 % of a parse. A process has one pool and one
// thread that uses it. What is larger than POOL_OBJECT_BYTES_MAX goes to malloc.
#ifndef SLUICE_STAGES_PARSER_POOL_H
#define SLUICE_STAGES_PARSER_POOL_H

#include <stddef.h>

enum { POOL_OBJECT_BYTES_MAX = 1024 };

// Makes tree-sitter take its memory from here; call it before its first object. Where address space is limited,
// tree-sitter keeps malloc.
void pool_install(void);

// Bytes of the pool that were ever used since the last reset.
size_t pool_used(void);

// Gives the memory back to the system. All of tree-sitter's objects must be gone: while any is left nothing happens.
void pool_reset(void);

#endif
