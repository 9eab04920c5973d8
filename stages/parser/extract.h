// extract - one walk over a syntax tree, driven by a language's table, that finds entities and facts.
//
// A language (languages/<name>.c) is a table of rules, one per node kind that matters, resolved to symbol ids at
// start. The walk visits every node once, in source order. Where a rule has `enter`, it is called and says what it
// finds through extract_define(), extract_local(), extract_reference(), extract_import(); what it opened (an entity,
// a scope) is closed when the walk leaves the node. Where somebody needs to know what a node *denotes*
// (a callee, a receiver, a type), extract_lower() turns it into an expression of facts.h with the rules' `lower`.
//
// Names are bound when the whole file is read: a NAME climbs from the scope where it stands to the file. It ends at a
// local (replaced by what is known of the local's value), at a symbol of the file (SYMBOL), or nowhere (it
// stays a NAME, for the linker). Nothing here depends on time, on other files, or on what was parsed before.
#ifndef SLUICE_STAGES_PARSER_EXTRACT_H
#define SLUICE_STAGES_PARSER_EXTRACT_H

#include <tree_sitter/api.h>

#include "schema/facts.h"
#include "schema/rows.h"
#include "stages/parser/tree_walk.h"

typedef struct extraction extraction; // one file's extraction, lent to the rules
typedef struct rule rule;
typedef struct language language;

// Fields by number, so that a look-up does not compare strings: F_name, F_body ... (fields.def).
typedef enum field {
    F_NONE_, // no field
#define FIELD(name) F_##name,
#include "stages/parser/fields.def"
    FIELD_COUNT
} field;

enum {
    RULE_SKIP = 1 << 0,    // nothing below matters (strings, numbers)
    RULE_SCOPE = 1 << 1,   // names declared below are not visible outside
    RULE_COMMENT = 1 << 2, // counts as comment; a run of them directly above an entity is its documentation
    RULE_IMPORT = 1 << 3,  // its words count as import words
    // An attribute that stands before its declaration, as a sibling: what extract_define() notes next on the same
    // level begins at the first of them.
    RULE_ATTRIBUTE = 1 << 4,
    RULE_SELF = 1 << 5, // the receiver (this, self): the member behind it may be a field that the method uses
    // A name that is the receiver where it is what the method, or the language, calls it; that is a field itself where it
    // begins with `@`; or that may be one where members are in scope. For names that are no VALUE references.
    RULE_OWN = 1 << 6,
};

// One row of a language's table.
struct rule {
    const char *kind;                                                // node kind, named nodes only
    void (*enter)(extraction *x, const rule *rule, TSNode node);     // NULL: nothing to note
    uint32_t (*lower)(extraction *x, const rule *rule, TSNode node); // NULL: UNKNOWN
    unsigned flags;                                                  // RULE_*
    entity_kind entity;                                              // for enter_definition
    field name, body, parameters, result; // for enter_definition; name and operand for lower_member
    field operand, arguments;             // for enter_call, lower_call, lower_member
    const char *text;                     // for lower_literal: the built-in type's name
};

enum {
    LANGUAGE_MEMBERS_IN_SCOPE = 1 << 0, // a method may name its type's members without a receiver (Java, C++ ...)
    LANGUAGE_HOISTS = 1 << 1,           // a local is visible in its whole scope, before its declaration too
    LANGUAGE_FUNCTION_SCOPE = 1 << 2,   // blocks are no scopes of their own (Python, PHP, Ruby): RULE_SCOPE is not used
    LANGUAGE_CALL_CONSTRUCTS = 1 << 3,  // calling a type makes an instance (Python, Swift, C++, Kotlin ...)
    LANGUAGE_REBINDS = 1 << 6,           // a later definition of a name replaces an earlier one, and values of any kind
                                        // may be called (Python)
    LANGUAGE_METHOD_NAMES = 1 << 5,     // callables have names of their own: a variable does not hide one (Java)
    LANGUAGE_LOCALS_HOLD = 1 << 7,      // a local that is called holds some function: none that is declared (Go)
    LANGUAGE_MEMBERS_HIDDEN = 1 << 4,   // a member is never named without a receiver, in the type's body neither
};

struct language {
    language_id id;
    const TSLanguage *(*grammar)(void);
    unsigned flags;
    const rule *rules;    // ends with a NULL kind
    const char *builtins; // names that the language itself declares, separated by spaces; where one is free in a file
                          // it is a LITERAL (a built-in type or function) and no reference
    // The nodes at which a function's flow parts (McCabe 1976), separated by spaces: "kind", or "parent/kind" for a kind below
    // that parent only; each adds 1 to the complexity of the innermost entity, or takes 1 off with `-` before it. Where no
    // named node is called `kind` the token is meant.
    const char *decisions;
    const char *receiver; // what methods call their instance, where that is a name (RULE_OWN)
    // Where a grammar cannot read all of its language: changes a copy of the source, bytes for bytes, into what is parsed
    // in its place. Texts are taken from the source itself. May be NULL.
    void (*mask)(span source, char *copy);
    void (*begin)(extraction *x, TSNode root); // called before the walk; may be NULL
    void (*end)(extraction *x, TSNode root);   // called after it, before names are bound; may be NULL
};

// All languages the parser has, by id; NULL where there is none. languages.c
const language *language_of(language_id id);

// ---- what rules call

// What a definition is. Zeroed fields mean "nothing of the kind"; expressions are FACT_NONE when there is none, so
// start from DEFINITION_NONE.
typedef struct definition {
    entity_kind kind;
    span name;             // bytes of the source, or of extract_text()
    TSNode name_node;      // claimed, when not null: not taken for a reference
    TSNode node;           // the declaration
    TSNode start;          // where it starts when that is a sibling before it, else null
    TSNode outer;          // with its decorators, attributes, `export`, `template <...>`; `node` when null
    TSNode head;           // where the signature starts, behind attributes inside of `node`; null: at the start
    TSNode body;           // where the signature ends; null: the signature is the whole node
    span qualifier;        // stands before the name in the qualified name, after the enclosing entities': "T" of
                           // Go's `func (t *T) M`, "A.B" of C++'s `A::B::c`
    uint32_t owner, type, parameters; // as in fact_symbol
    uint32_t arity_min, arity_max;
    unsigned flags;        // SYMBOL_*
    uint32_t parent;       // the symbol it is a member of; 0: the innermost entity
    bool is_unbound;       // its name is none of the scope it stands in (a property of an object)
    test_detection detection;
} definition;

#define DEFINITION_NONE {.owner = FACT_NONE, .type = FACT_NONE, .parameters = FACT_NONE}

// Notes an entity (or field, enumerator: kinds without a row) and gives its symbol. What the walk finds until it
// leaves `node` is inside it, in a scope of its own (for kinds that have an inside).
uint32_t extract_define(extraction *x, const definition *definition);

// Notes a symbol like extract_define(), but nothing is inside it (several names in one declaration).
uint32_t extract_define_flat(extraction *x, const definition *definition);

// Says that `symbol` goes on to the end of this definition (an overload and its implementation are one entity): it takes
// the fewest and the most arguments of both, and keeps its name, start and signature. Nothing is opened.
void extract_continue(extraction *x, uint32_t symbol, const definition *definition);

// Opens the inside of a symbol: extract_define() is extract_define_flat() and this.
void extract_inside(extraction *x, uint32_t symbol, const definition *definition);

// Takes `node` for the documentation of `symbol` (Python's docstrings) instead of the comments above it.
void extract_document(extraction *x, uint32_t symbol, TSNode node);

// Remembers one number for `name` inside `symbol`, for languages where assignment declares: FACT_NONE at first. Lent
// until the next call. What the number means is the language's affair.
uint32_t *extract_note(extraction *x, uint32_t symbol, span name);

// Returns the attributes (RULE_ATTRIBUTE) that stand before the node being entered, first one first; lent until the
// next node is entered. At most 32 are kept.
const TSNode *extract_attributes(const extraction *x, uint32_t *count);

// Names inside the innermost scope are not looked up outside of it (Rust modules), or are again after all (`use
// super::*`, whenever it comes).
void extract_seal(extraction *x);
void extract_unseal(extraction *x);

// Opens a scope until the walk leaves the node that is being entered (RULE_SCOPE does it by itself).
void extract_scope(extraction *x);
// Closes it at once, when it was opened to lower what lies in it ahead of the walk.
void extract_scope_end(extraction *x);

// Opens the scope of a function that is no entity: extract_function_local() declares in it.
void extract_function_scope(extraction *x);

// Opens a function's scope at once, for what is lowered before the walk gets there; extract_close() ends it.
void extract_open(extraction *x);
void extract_close(extraction *x);

// Whether what is entered is in the function that is the innermost entity, not in one without a name inside of it.
bool extract_in_own_function(const extraction *x);

// Declares a local variable, parameter or type parameter in the innermost scope. `value` is an expression: INSTANCE of
// its declared type, or what it is set to, or FACT_NONE when nothing is known. It is visible from byte
// `visible_from` on.
void extract_local(extraction *x, span name, uint32_t value, uint32_t visible_from);

// Declares it in the scope of the innermost function instead (JavaScript `var`).
void extract_function_local(extraction *x, span name, uint32_t value, uint32_t visible_from);

// Declares it as what an import of that name binds, which the linker knows.
void extract_imported(extraction *x, span name, uint32_t visible_from);

// Whether a local of this name, declared so far, is visible here without leaving the innermost function.
bool extract_is_local(extraction *x, span name);

// What is known of the newest local of this name that is declared so far, outward to the type around: FACT_NONE for nothing.
uint32_t extract_local_value(extraction *x, span name);

// Whether a local of this name was declared in the innermost scope, which is a block's.
bool extract_is_narrowed(extraction *x, span name);

// Notes a reference from the innermost entity to what `expression` denotes; no-op for FACT_NONE. `arguments` as in
// fact_reference. It is dropped later when the name turns out to be a local of which nothing is known.
void extract_reference(extraction *x, reference_kind kind, uint32_t expression, TSNode at, uint32_t arguments);

// The same with the values that a call passes: an extract_chain(), or FACT_NONE.
void extract_reference_passing(extraction *x, reference_kind kind, uint32_t expression, TSNode at, uint32_t arguments,
                               uint32_t values);

// The same for text that has no node of its own (a macro's body): from symbol `from`, at a byte and its line.
void extract_reference_at(extraction *x, reference_kind kind, uint32_t from, uint32_t expression, uint32_t at,
                          uint32_t line);

// A bit for each byte of the source: whether a call starts there, of those noted so far. Lives as long as the file's
// extraction.
const unsigned char *extract_call_marks(extraction *x);
// The last symbol that starts at or in front of a byte, at or behind symbol `from`; and the innermost one around the byte, outward
// from there.
uint32_t extract_symbol_at(const extraction *x, uint32_t at, uint32_t from);
uint32_t extract_innermost(const extraction *x, uint32_t at, uint32_t from);

// Notes an import at `at`. alias FACT_NONE only with IMPORT_WILDCARD. Texts are copied.
void extract_import(extraction *x, unsigned flags, span module, span name, span alias, TSNode at);

// Says that importers of this file see what is called `name` here as `alias`. An import of that name is marked
// IMPORT_REEXPORT (or copied under the other name); a name of the file's own gets an import of module "", unless it
// keeps its name.
void extract_reexport(extraction *x, span name, span alias, TSNode at);

// The package or namespace of the whole file.
void extract_package(extraction *x, span name);

// The bases of the innermost type are written in this file and may bring members from elsewhere: names in its body
// that are not found in it are left to the linker. Call it for each base that is noted.
void extract_has_bases(extraction *x);

// One more decision in the innermost entity, where language.decisions cannot say it.
void extract_decision(extraction *x);

// `name` is what the method calls its instance, where each method says so itself (Go).
void extract_receiver(extraction *x, uint32_t symbol, span name);

// Claims a name: enter_type and enter_value will not take it for a reference.
void extract_claim(extraction *x, TSNode node);
bool extract_is_claimed(const extraction *x, TSNode node);

// Makes a member of the innermost type visible by name around that type as well (C's enumerators).
void extract_bind_outside(extraction *x, uint32_t symbol);

// Returns what the node denotes: an index of an expression, or FACT_NONE for a null node. Nodes without a rule and
// expressions nested over 200 deep are UNKNOWN.
uint32_t extract_lower(extraction *x, TSNode node);

// Makes an expression. `name` is text here.
uint32_t extract_expression(extraction *x, expression_op op, span name, uint32_t operand);

// Makes an expression whose `name` is another expression, or a number (facts.h).
uint32_t extract_operation(extraction *x, expression_op op, uint32_t name, uint32_t operand);

// Makes the ARGUMENTs that lead to `count` expressions (each may be FACT_NONE) and returns the first; FACT_NONE for none.
uint32_t extract_chain(extraction *x, const uint32_t *expressions, uint32_t count);
// NAME `name`, to be bound from the current scope, seen from byte `at`.
uint32_t extract_name(extraction *x, span name, uint32_t at);
// The same for a name that is UNKNOWN unless the file declares or imports it.
uint32_t extract_own_name(extraction *x, span name, uint32_t at);
// The same, where only a callable can be meant (LANGUAGE_METHOD_NAMES).
uint32_t extract_method_name(extraction *x, span name, uint32_t at);
// SYMBOL number `symbol`.
uint32_t extract_symbol_expression(extraction *x, uint32_t symbol);
// The operand of an expression, FACT_NONE where it has none.
uint32_t extract_operand(const extraction *x, uint32_t expression);
// Its operation.
expression_op extract_op(const extraction *x, uint32_t expression);
// What its `name` is (facts.h); FACT_NONE has none.
uint32_t extract_operation_name(const extraction *x, uint32_t expression);
// The text of a name that is one (facts.h).
span extract_string(const extraction *x, uint32_t name);
// Whether it is a literal of the language's type `type`, or of any when that is NULL.
bool extract_is_literal(const extraction *x, uint32_t expression, const char *type);
// INSTANCE of a type expression; FACT_NONE stays FACT_NONE.
uint32_t extract_instance(extraction *x, uint32_t type);
// GENERIC `base` with `count` type arguments.
uint32_t extract_generic(extraction *x, uint32_t base, const uint32_t *arguments, uint32_t count);

// ---- looking at nodes

span extract_text(const extraction *x, TSNode node);        // its bytes
TSNode extract_field(const extraction *x, TSNode node, field field); // null node when there is none
TSNode extract_child(TSNode node, const char *kind);        // first named child of that kind, or null
bool extract_is(TSNode node, const char *kind);             // false for a null node
span extract_copy(extraction *x, span text);                // lives as long as the file's extraction
span extract_join(extraction *x, span a, const char *separator, span b); // "" parts leave the separator out
// Of the node that is being entered: its parent (1), the parent's parent (2) ...; null above the root. Unlike
// ts_node_parent() this costs nothing.
TSNode extract_ancestor(const extraction *x, uint32_t up);
TSNode extract_previous(const extraction *x);               // the sibling before it, or null
// The first of the run of siblings of one kind that stands right before it (comments aside), or null: decorators.
TSNode extract_run_before(const extraction *x, const char *kind);
uint32_t extract_symbol(const extraction *x);               // the innermost entity
entity_kind extract_symbol_kind(const extraction *x);       // its kind; the file's module: ENTITY_MODULE
// Whether what is defined here is a member of the innermost entity, which is a type: no scope is open between.
bool extract_in_type(const extraction *x);
// The innermost entity that is a type (class, struct, impl ...), or FACT_NONE.
uint32_t extract_enclosing_type(const extraction *x);
span extract_symbol_name(const extraction *x, uint32_t symbol);
fact_symbol *extract_symbol_facts(extraction *x, uint32_t symbol);
span extract_path(const extraction *x);
void *extract_memory(extraction *x, size_t bytes); // zeroed; lives as long as the file's extraction
void **extract_state(extraction *x);               // what the language keeps of the file, NULL at first
span extract_source(const extraction *x);             // the whole file
// The comments directly above a node that is being entered, or that one being entered stands in; empty for none.
span extract_comment_above(const extraction *x, TSNode node);
uint32_t extract_symbol_count(const extraction *x);   // the number that the next symbol gets
language_id extract_language(const extraction *x);
// Named children that are not comments.
uint32_t extract_count(const extraction *x, TSNode node);
// Goes through a node's named children, comments left out, in linear time, however many there are:
//     for (children each = children_of(node); children_next(&each);) ... each.node ...
// children_end() when the loop is left early. A null node has no children.
typedef struct children {
    TSNode node;
    named_children all;
} children;
children children_of(TSNode parent);
bool children_next(children *self);
void children_end(children *self);
// The node's arguments, or FACT_NONE when one of them is of kind `spread` (may be NULL).
uint32_t extract_arguments(const extraction *x, TSNode arguments, const char *spread);
// The first comment-free string literal's inside: text without its quotes and prefix letters.
span extract_unquote(span literal);

// ---- ready-made `enter` functions

void enter_definition(extraction *x, const rule *rule, TSNode node); // by the rule's entity, name, body, parameters,
                                                                     // result; arity is the number of parameters
void enter_call(extraction *x, const rule *rule, TSNode node);       // CALL of `operand` with `arguments`
void enter_construct(extraction *x, const rule *rule, TSNode node);  // CONSTRUCT of the type in `operand`
void enter_type(extraction *x, const rule *rule, TSNode node);       // TYPE reference, unless claimed
void enter_value(extraction *x, const rule *rule, TSNode node);      // VALUE reference, unless claimed
void enter_macro(extraction *x, const rule *rule, TSNode node);      // MACRO of `operand`

// ---- ready-made `lower` functions

uint32_t lower_name(extraction *x, const rule *rule, TSNode node);     // NAME of its text
uint32_t lower_member(extraction *x, const rule *rule, TSNode node);   // MEMBER `name` of `operand`
uint32_t lower_call(extraction *x, const rule *rule, TSNode node);     // CALL of `operand`
uint32_t lower_construct(extraction *x, const rule *rule, TSNode node); // INSTANCE of the type in `operand`
uint32_t lower_element(extraction *x, const rule *rule, TSNode node);  // ELEMENT of `operand`
uint32_t lower_inner(extraction *x, const rule *rule, TSNode node);    // what its `operand`, or only child, denotes
uint32_t lower_literal(extraction *x, const rule *rule, TSNode node);  // LITERAL of the type `text`
uint32_t lower_self(extraction *x, const rule *rule, TSNode node);
uint32_t lower_super(extraction *x, const rule *rule, TSNode node);
uint32_t lower_container(extraction *x, const rule *rule, TSNode node); // CONTAINER of the type in `operand`

// ---- for the parser

typedef struct source_file {
    uint32_t number;
    span path;
    language_id language;
    int64_t modified_ns;
    span contents;
} source_file;

// What one file gives each of its four destinations (ledger.h): runs of rows, with their tallies.
enum { PRODUCT_CODE_GRAPH, PRODUCT_TESTS, PRODUCT_COVERAGE, PRODUCT_FACTS, PRODUCT_COUNT };
typedef struct product {
    buffer rows[PRODUCT_COUNT];
    tally families[PRODUCT_COUNT][4];
    uint32_t error_count;
} product;

void product_clear(product *self);
void product_fini(product *self);

typedef struct extractor extractor;

// Returns an extractor, which keeps its parser and buffers from file to file; the caller owns it. `pulse` (may be
// NULL) is called every few milliseconds of parsing with `context`.
extractor *extractor_new(void (*pulse)(void *context), void *context);
void extractor_destroy(extractor **self_p);

// Sets the limit of effort of the next files, in calls of tree-sitter's progress callback; 0: the usual one, by size.
void extractor_limit(extractor *self, uint64_t effort_max);

// Parses one file and appends its rows to `out`.
//   STATUS_TOO_LARGE  the file is over its limit of effort; `out` has nothing of it
//   STATUS_INVALID    no such language
status extractor_run(extractor *self, const source_file *file, product *out);

#endif
