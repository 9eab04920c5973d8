// pool - the memory of syntax trees. tree-sitter makes and frees some twenty small objects for each line of source;
// here that costs a few instructions each, because objects of one size come from one free list.
//
// Measured on the Go sources: general-purpose malloc and free take 6 to 8 % of a parse. A process has one pool and one
// thread that uses it. What is larger than POOL_OBJECT_BYTES_MAX comes from malloc and is kept in a list.
#ifndef SLUICE_STAGES_PARSER_POOL_H
#define SLUICE_STAGES_PARSER_POOL_H

#include <stdbool.h>
#include <stddef.h>

enum { POOL_OBJECT_BYTES_MAX = 1024, POOL_KEPT_BYTES = 16 << 20 };

// Makes tree-sitter take its memory from here; call it before its first object. Where address space is limited,
// tree-sitter keeps malloc.
void pool_install(void);

// Bytes of the pool that were ever used since the last drop.
size_t pool_used(void);

// Forgets all objects at once, freed or not: nothing of tree-sitter's may be used any more. Much cheaper than deleting a tree, which
// visits every node. Keeps up to POOL_KEPT_BYTES of memory for the next tree. False when the pool is not installed:
// then objects are malloc's and must be freed one by one.
bool pool_drop(void);

// The same, and gives all memory back to the system: for a process that has no more trees to expect.
void pool_release(void);

#endif
