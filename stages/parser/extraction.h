// extraction - the state of one file's extraction, shared by extract.c (a file, the walk), scopes.c, nodes.c (what rules
// ask), define.c (what they find), bind.c (names), rules.c (ready-made rules), detect.c (tests) and emit.c (rows). Languages
// see extract.h only.
#ifndef SLUICE_STAGES_PARSER_EXTRACTION_H
#define SLUICE_STAGES_PARSER_EXTRACTION_H

#include "base/arena.h"
#include "base/buffer.h"
#include "stages/parser/extract.h"

enum { SCOPE_NONE = UINT32_MAX, BINDING_SLOTS_MIN = 4096 };

typedef enum scope_kind { SCOPE_FILE, SCOPE_TYPE, SCOPE_FUNCTION, SCOPE_BLOCK } scope_kind;

struct scope {
    uint32_t parent;
    scope_kind kind;
    bool has_bases;         // of a type: members may come from elsewhere
    bool is_sealed;         // names are not looked up further out
    uint32_t body_start;    // of a type: where its members can be seen from
};

// A name that a scope declares: a local or a symbol.
struct binding {
    uint32_t next; // the one noted before it of the same name in the same scope, or FACT_NONE
    uint32_t scope;
    uint32_t name; // string
    uint32_t visible_from;
    uint32_t symbol; // FACT_NONE for a local
    uint32_t value;  // of a local
};

// What is known of a symbol beyond its facts; same index.
struct entity {
    span qualified_name;
    byte_range code, signature, documentation;
    uint32_t line_start, line_end;
    test_detection detection;
    uint32_t birth;
    int32_t decisions; // where its flow parts
    span receiver;     // what it calls its instance, when it says so itself
    uint32_t fields, field_bytes; // measure_end(): its part of x->fields
};

// A symbol uses a name that may be a field of its own type, or declares a field.
struct field_use {
    uint32_t symbol, field;
};

struct seen_use {
    uint32_t symbol;
    span name;
};

// What a node of a kind adds to the complexity of the entity it stands in.
struct decision {
    int16_t weight;
    uint16_t parent; // symbol of the only kind of parent below which it counts; 0: any
};

// Where a NAME stands; same index as its expression.
struct name_site {
    uint32_t scope;
    uint32_t at;
    bool is_method; // only a callable is meant
    bool is_own;    // UNKNOWN unless the file declares or imports it
};

// What entering a node opened; closed when the walk leaves depth `depth`.
struct frame {
    uint32_t depth;
    uint32_t symbol; // innermost entity inside
    uint32_t scope;
};

// The first of the nodes of one kind that stand next to each other, comments aside.
struct node_run {
    TSNode node;
    uint32_t symbol;
};

enum { NO_SYMBOL = UINT32_MAX };

struct known_node {
    const void *id;
    uint32_t expression;
};

enum { KNOWN_NODES = 1024, LOWER_DEPTH_MAX = 200, ATTRIBUTES_MAX = 32, FIELD_USES_SEEN = 128 };

struct range_list {
    byte_range *items;
    uint32_t count, capacity;
};

struct compiled_language {
    const language *language;
    const TSLanguage *grammar;
    const rule **by_symbol; // rule of each node kind, or NULL
    struct decision *decisions; // of each node kind
    uint32_t symbol_count;
    TSFieldId fields[FIELD_COUNT];
    intern *builtins;
};

struct extraction {
    const struct compiled_language *compiled;
    const source_file *file;
    facts facts;
    arena *arena;
    tree_walk *walk;

    struct entity *entities;
    uint32_t entity_capacity;
    struct scope *scopes;
    uint32_t scope_count, scope_capacity;
    struct binding *bindings;
    uint32_t binding_count, binding_capacity;
    uint32_t *binding_slots; // open addressing by (scope, name): its newest binding + 1; at most half full
    uint32_t binding_slot_count;
    struct name_site *name_sites;
    uint32_t name_site_capacity;
    struct frame *frames;
    uint32_t frame_count, frame_capacity;

    void *language_state; // extract_state(); in the arena

    uint32_t depth;       // of the walk
    TSNode *path;         // the nodes from the root to the one that is being entered, by depth
    uint32_t path_capacity;
    TSNode before;        // the sibling before it, or null
    struct node_run *runs;         // by depth: the first of the run of siblings of one kind that the newest belongs to
    uint32_t run_capacity;
    TSNode run_before;    // the same, as it was when the node was reached
    uint32_t lower_depth; // of extract_lower()
    struct known_node known[KNOWN_NODES];
    uint64_t *claimed; // a bit for each byte: a name that starts there is no reference
    size_t claimed_words;

    intern *note_names; // extract_note(): symbol and name
    uint32_t *notes;
    uint32_t note_capacity;
    buffer note_key;

    TSNode attributes[ATTRIBUTES_MAX]; // that wait for their declaration
    uint32_t attribute_count, attribute_depth;

    struct field_use *uses;
    uint32_t use_count, use_capacity;
    struct seen_use uses_seen[FIELD_USES_SEEN]; // the newest
    buffer fields; // of all entities, measure_end()

    struct range_list comments, imports;
    byte_range comment_run; // the newest run of comments with nothing between
    uint32_t comment_run_end_line;
    uint32_t error_count, error_bytes;
};

// Grows *items so that `count` of them and one more fit.
void extraction_make_room(void *items_p, uint32_t count, uint32_t *capacity, size_t item_bytes);
void range_list_add(struct range_list *self, byte_range range);

// scopes.c
uint32_t scope_open(struct extraction *x, scope_kind kind);
// Closed when the walk leaves the node at hand.
void frame_push(struct extraction *x, uint32_t symbol, uint32_t scope);
void binding_add(struct extraction *x, uint32_t scope, span name, uint32_t symbol, uint32_t value, uint32_t visible_from);
// Makes the table of bindings `count` slots large: twice what it was, or BINDING_SLOTS_MIN for a new file.
void binding_slots_reset(struct extraction *x, uint32_t count);
// The newest binding of a name in one scope, or FACT_NONE; `next` leads on.
uint32_t binding_newest(const struct extraction *x, uint32_t scope, uint32_t name);
struct frame *frame_top(struct extraction *x);

// nodes.c
byte_range node_range(TSNode node);
const rule *rule_of(const struct extraction *x, TSNode node);
bool is_comment(const struct extraction *x, TSNode node);

// define.c: attributes wait for the declaration that they stand before.
void attribute_keep(struct extraction *x, TSNode node);
bool attributes_end(const struct extraction *x, TSNode node, unsigned flags);

// measure.c: complexity and the fields that methods use.
void measure_compile(struct compiled_language *compiled);
void measure_begin(struct extraction *x);
void measure_decision(struct extraction *x, struct decision decision);
void measure_member(struct extraction *x, const rule *rule, TSNode node); // RULE_SELF, RULE_OWN
void measure_end(struct extraction *x); // names are bound
uint32_t measure_complexity(const struct extraction *x, uint32_t symbol);

// bind.c: binds every NAME, then drops references to locals of which nothing is known.
void bind_names(struct extraction *x);

// detect.c: why the symbol is a test by path, file name or name; DETECTION_NONE when it is none.
test_detection detect_test(const struct extraction *x, uint32_t symbol);
// Whether the whole file is test code, by its path or name.
test_detection detect_test_file(language_id language, span path);

// emit.c: rows of the finished extraction.
void emit_rows(struct extraction *x, product *out);

#endif
