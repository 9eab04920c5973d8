// query_context - the code that matters most for an entity, within a budget of tokens: for a language model that is
// about to change it.
//
// Candidates are what the entity calls, the types it names, what contains it, its callers and the tests that reach it;
// their relevance falls with distance and with how uncertain the edge is, and rises with how often it is used. They are taken
// in that order, each whole where it fits, else by signature and documentation, else not at all.
#ifndef SLUICE_SERVER_QUERY_CONTEXT_H
#define SLUICE_SERVER_QUERY_CONTEXT_H

#include "stages/server/query.h"

enum {
    QUERY_TOKEN_BYTES = 3, // a token of source is three to four bytes in common tokenizers: so a budget is never exceeded
    QUERY_CONTEXT_ITEMS_MAX = 100,
    QUERY_CONTEXT_TOKENS_MAX = 200000,
};

typedef enum query_role {
    QUERY_ROLE_SELF,
    QUERY_ROLE_CONTAINER,
    QUERY_ROLE_CALLEE,
    QUERY_ROLE_TYPE,
    QUERY_ROLE_CALLER,
    QUERY_ROLE_TEST,
    QUERY_ROLE_COUNT
} query_role;

extern const char *const query_role_texts[QUERY_ROLE_COUNT];

typedef enum query_portion {
    QUERY_WHOLE,     // its code
    QUERY_OUTLINE,   // its documentation and signature
    QUERY_BEGINNING, // the first lines of its code, of the entity itself alone
} query_portion;

typedef struct query_context_item {
    query_entity entity;
    query_role role;
    query_portion portion;
    double relevance;  // from 0 to 1
    uint32_t hops;     // from the entity
    uint32_t tokens;   // of its text, its head line included
    size_t start, end; // of its text
} query_context_item;

// A zeroed one is empty.
typedef struct query_context {
    query_context_item *items; // in the order in which they were taken
    size_t count, capacity;
    uint32_t tokens;    // together
    uint32_t left_out;  // candidates for which there was no room
    buffer text;        // each item: a head line `path:first-last kind name (role)`, then its lines; a blank line between
} query_context;

void query_context_fini(query_context *self);

// Fills `found` (emptied first) with at most `tokens` tokens, QUERY_TOKEN_BYTES bytes each, rounded up for each item.
// STATUS_CORRUPT, with `failure` (STORE_FAILURE_BYTES), when the index lacks a text.
status query_context_of(const query_snapshot *snapshot, query_entity entity, uint32_t tokens, query_context *found,
                        char *failure);

#endif
