// query_find - from what somebody typed to entities: by key, place or name, and fuzzy search.
//
// Names are looked up in an index of terms: each name folded to lower case without separators, and each part
// of it (readFile, read_file and ReadFile: `read`, `file`), with postings from term to names and from names
// to entities. Terms are sorted, so a prefix is a range; trigrams of terms give those within an edit
// distance. No question reads all names, all entities, or the disk.
#ifndef SLUICE_SERVER_QUERY_FIND_H
#define SLUICE_SERVER_QUERY_FIND_H

#include "stages/server/query.h"

enum { QUERY_CANDIDATES_MAX = 10, QUERY_TEXT_BYTES_MAX = 1024 };

// Finds the one entity that `text` means. Tried in turn, until one of them gives something:
//   an ISGL1 key; `path:line`; a name as it is written (`Sprintf`), perhaps qualified (`Logger.Printf`,
//   `a::b::c`), perhaps with folders or the file before it (`fmt.Sprintf`, `fmt/print.go:Sprintf`); the same
//   in any case; a prefix of a key; a prefix of a name.
// Code goes before tests, tests before external entities, and a module after what else has its name; where
// several of the best class are left it is ambiguous.
//   STATUS_OK         `found` holds that one
//   STATUS_CONFLICT   ambiguous: up to QUERY_CANDIDATES_MAX, those that most others depend on first; *total
//   is how many STATUS_NOT_FOUND  nothing; `found` holds up to QUERY_CANDIDATES_MAX near ones (as
//   query_search() ranks them), maybe none STATUS_INVALID    empty, or longer than QUERY_TEXT_BYTES_MAX
status query_find(const query_snapshot *self, span text, query_scope scope, query_entities *found,
                  uint64_t *total);

// All entities whose simple name is `name`, byte for byte, in the order of numbers.
void query_find_named(const query_snapshot *self, span name, query_entities *found);

// All entities whose ISGL1 key starts with `prefix`, in the order of numbers, at most `limit` (0: all).
// Returns how many there are.
uint64_t query_find_prefix(const query_snapshot *self, span prefix, uint64_t limit, query_entities *found);

// How well a name answers a search; better ones come first.
typedef enum query_match {
    QUERY_MATCH_EXACT,      // the name itself
    QUERY_MATCH_FOLDED,     // but for case and separators: read_file for ReadFile
    QUERY_MATCH_PREFIX,     // the name starts so
    QUERY_MATCH_PART,       // a part of the name starts so, or all words do: file, read fi
    QUERY_MATCH_INITIALS,   // rf for ReadFile
    QUERY_MATCH_TYPO,       // the name, or a part, is one or two edits away
    QUERY_MATCH_SUBSEQUENCE // its letters in this order: rdfl
} query_match;

typedef struct query_hit {
    query_entity entity;
    query_match match;
} query_hit;

typedef struct query_hits {
    query_hit *items;
    size_t count, capacity;
} query_hits;

void query_hits_fini(query_hits *self);

// Puts the entities that pass `filter` and answer `text` into `found`, best first (match, then in-degree,
// then number), from the `offset`-th on, at most `limit` (0: all). Words are separated by blanks and must all
// be answered; `a.b` looks for b where the qualified name or path has a. Typos and subsequences are looked
// for only where less than a screenful was found without. Returns the total; 0 for an empty text or one over
// QUERY_TEXT_BYTES_MAX.
uint64_t query_search(const query_snapshot *self, span text, const query_filter *filter, uint64_t offset,
                      uint64_t limit, query_hits *found);

#endif
