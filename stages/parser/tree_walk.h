// tree_walk - goes through a syntax tree in source order, over tree-sitter's subtrees themselves.
//
// tree-sitter's own cursor keeps what a cursor needs to go back and to count descendants; a walk that only goes forward
// needs a third of its time (measured on Go and C: cursor 15.5 and 9.8 ms per MB, this 6.4 and 3.6). One of the two files
// that include the core's internal headers (dense_grammar.c is the other); the core's version is pinned by package-lock.json.
#ifndef SLUICE_STAGES_PARSER_TREE_WALK_H
#define SLUICE_STAGES_PARSER_TREE_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include <tree_sitter/api.h>

typedef struct tree_walk tree_walk;

typedef enum tree_step {
    TREE_ENTER, // a node, before what is below it
    TREE_LEAVE, // the node that was entered last and not left yet
    TREE_END,
} tree_step;

// Returns a walk; it keeps its memory from tree to tree; the caller owns it.
tree_walk *tree_walk_new(void);
void tree_walk_destroy(tree_walk **self_p);

// Begins with the root of a tree, which the next step enters. The tree must outlive the walk through it.
void tree_walk_begin(tree_walk *self, TSNode root);

// Takes the next step. TREE_ENTER gives the node and its symbol, as ts_node_symbol() does. Nodes are those that a
// TSTreeCursor visits, in the same order.
tree_step tree_walk_next(tree_walk *self, TSNode *node, TSSymbol *symbol);

// Says not to go below the node just entered: the next step leaves it.
void tree_walk_skip(tree_walk *self);

#endif
