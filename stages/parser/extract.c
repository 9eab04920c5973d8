#include "stages/parser/extraction.h"
#include "stages/parser/pool.h"

#include <assert.h>
#include <stdlib.h>

enum {
    ARENA_BYTES_MAX = 1 << 30,
    // A file's limit is counted in calls of tree-sitter's progress callback, which comes every 100 operations of
    // the parser. Measured: ordinary source needs 0.5 to 3 calls per 100 bytes, and error recovery ten times
    // that; the limit is generous, and the same on every machine.
    EFFORT_CALLS_BASE = 200000,
    EFFORT_CALLS_PER_KIB = 400,
    POOL_KEPT_BYTES = 64 << 20, // what a tree needed beyond this goes back to the system
    PULSE_EVERY_CALLS = 256,
    PULSE_EVERY_NODES = 65536,
    // Inside of an entity whose name is longer, names start anew: deep nesting would make them quadratic.
    QUALIFIER_BYTES_MAX = 1024,
    BINDING_SLOTS_MIN = 4096,
};

struct extractor {
    TSParser *parser;
    struct extraction x;
    struct compiled_language *compiled[LANGUAGE_COUNT];
    void (*pulse)(void *context);
    void *context;
};

// ---- small growing arrays

void
extraction_make_room(void *items_p, uint32_t count, uint32_t *capacity, size_t item_bytes)
{
    if (count < *capacity)
        return;
    void **items = items_p;
    while (*capacity <= count)
        *capacity = *capacity ? *capacity * 2 : 64;
    *items = realloc(*items, *capacity * item_bytes);
    assert(*items);
}

void
range_list_add(struct range_list *self, byte_range range)
{
    extraction_make_room(&self->items, self->count, &self->capacity, sizeof range);
    self->items[self->count++] = range;
}

// ---- frames and scopes

struct frame *
frame_top(struct extraction *x)
{
    return &x->frames[x->frame_count - 1];
}

uint32_t
scope_open(struct extraction *x, scope_kind kind)
{
    extraction_make_room(&x->scopes, x->scope_count, &x->scope_capacity, sizeof *x->scopes);
    uint32_t parent = x->frame_count ? frame_top(x)->scope : SCOPE_NONE;
    x->scopes[x->scope_count] = (struct scope){.parent = parent, .kind = kind};
    return x->scope_count++;
}

static void
frame_push(struct extraction *x, uint32_t symbol, uint32_t scope)
{
    extraction_make_room(&x->frames, x->frame_count, &x->frame_capacity, sizeof *x->frames);
    x->frames[x->frame_count++] = (struct frame){x->depth, symbol, scope};
}

static uint32_t *
binding_slot(const struct extraction *x, uint32_t scope, uint32_t name)
{
    uint32_t mask = x->binding_slot_count - 1, hash = scope * 0x9E3779B1u ^ name * 0x85EBCA77u;
    for (uint32_t i = (hash ^ hash >> 15) & mask;; i = (i + 1) & mask) {
        uint32_t found = x->binding_slots[i];
        if (!found || (x->bindings[found - 1].scope == scope && x->bindings[found - 1].name == name))
            return &x->binding_slots[i];
    }
}

uint32_t
binding_newest(const struct extraction *x, uint32_t scope, uint32_t name)
{
    return *binding_slot(x, scope, name) - 1; // 0 becomes FACT_NONE
}

// Makes the table of bindings twice as large, or clears it for a new file.
static void
binding_slots_reset(struct extraction *x, uint32_t count)
{
    if (count != x->binding_slot_count) {
        free(x->binding_slots);
        x->binding_slots = malloc(count * sizeof *x->binding_slots);
        assert(x->binding_slots);
        x->binding_slot_count = count;
    }
    memset(x->binding_slots, 0, count * sizeof *x->binding_slots);
    for (uint32_t i = 0; i < x->binding_count; i++) // older ones are overwritten by newer ones of their chain
        *binding_slot(x, x->bindings[i].scope, x->bindings[i].name) = i + 1;
}

static void
bind(struct extraction *x, uint32_t scope, span name, uint32_t symbol, uint32_t value, uint32_t visible_from)
{
    if (x->binding_count * 2 >= x->binding_slot_count)
        binding_slots_reset(x, x->binding_slot_count * 2);
    extraction_make_room(&x->bindings, x->binding_count, &x->binding_capacity, sizeof *x->bindings);
    uint32_t number = intern_add(x->facts.strings, name);
    uint32_t *slot = binding_slot(x, scope, number);
    x->bindings[x->binding_count] = (struct binding){*slot - 1, scope, number, visible_from, symbol, value};
    *slot = ++x->binding_count;
}

void
extract_scope(extraction *x)
{
    frame_push(x, frame_top(x)->symbol, scope_open(x, SCOPE_BLOCK));
}

void
extract_function_scope(extraction *x)
{
    frame_push(x, frame_top(x)->symbol, scope_open(x, SCOPE_FUNCTION));
}

void
extract_seal(extraction *x)
{
    x->scopes[frame_top(x)->scope].is_sealed = true;
}

void
extract_unseal(extraction *x)
{
    x->scopes[frame_top(x)->scope].is_sealed = false;
}

void
extract_local(extraction *x, span name, uint32_t value, uint32_t visible_from)
{
    if (name.size)
        bind(x, frame_top(x)->scope, name, FACT_NONE, value, visible_from);
}

void
extract_function_local(extraction *x, span name, uint32_t value, uint32_t visible_from)
{
    uint32_t scope = frame_top(x)->scope;
    while (x->scopes[scope].kind == SCOPE_BLOCK)
        scope = x->scopes[scope].parent;
    if (name.size)
        bind(x, scope, name, FACT_NONE, value, visible_from);
}

bool
extract_is_local(extraction *x, span name)
{
    uint32_t number = intern_find(x->facts.strings, name);
    for (uint32_t s = frame_top(x)->scope; number != INTERN_NONE && s != SCOPE_NONE; s = x->scopes[s].parent) {
        for (uint32_t i = binding_newest(x, s, number); i != FACT_NONE; i = x->bindings[i].next) {
            if (x->bindings[i].symbol == FACT_NONE)
                return true;
        }
        if (x->scopes[s].kind != SCOPE_BLOCK)
            return false;
    }
    return false;
}

void
extract_has_bases(extraction *x)
{
    uint32_t scope = frame_top(x)->scope;
    while (x->scopes[scope].kind != SCOPE_TYPE && x->scopes[scope].parent != SCOPE_NONE)
        scope = x->scopes[scope].parent;
    x->scopes[scope].has_bases = true;
}

void
extract_bind_outside(extraction *x, uint32_t symbol)
{
    uint32_t scope = frame_top(x)->scope;
    while (x->scopes[scope].kind != SCOPE_TYPE && x->scopes[scope].parent != SCOPE_NONE)
        scope = x->scopes[scope].parent;
    if (x->scopes[scope].parent != SCOPE_NONE)
        bind(x, x->scopes[scope].parent, extract_symbol_name(x, symbol), symbol, FACT_NONE, 0);
}

// ---- looking at nodes

TSNode
extract_ancestor(const extraction *x, uint32_t up)
{
    return up <= x->depth ? x->path[x->depth - up] : (TSNode){0};
}

TSNode
extract_previous(const extraction *x)
{
    return x->before;
}

static byte_range
range_of(TSNode node)
{
    return (byte_range){ts_node_start_byte(node), ts_node_end_byte(node)};
}

span
extract_text(const extraction *x, TSNode node)
{
    if (ts_node_is_null(node))
        return (span){"", 0};
    return span_slice(x->file->contents, ts_node_start_byte(node), ts_node_end_byte(node));
}

TSNode
extract_field(const extraction *x, TSNode node, field field)
{
    TSFieldId id = x->compiled->fields[field];
    return id && !ts_node_is_null(node) ? ts_node_child_by_field_id(node, id) : (TSNode){0};
}

bool
extract_is(TSNode node, const char *kind)
{
    return !ts_node_is_null(node) && strcmp(ts_node_type(node), kind) == 0;
}

TSNode
extract_run_before(const extraction *x, const char *kind)
{
    return extract_is(x->run_before, kind) ? x->run_before : (TSNode){0};
}

// Few children are found by index, which costs no memory; each such look-up goes through those before it.
enum { CHILDREN_BY_INDEX_MAX = 16 };

children
children_of(TSNode parent)
{
    children self = {.parent = parent};
    self.count = ts_node_is_null(parent) ? 0 : ts_node_named_child_count(parent);
    if (self.count > CHILDREN_BY_INDEX_MAX)
        self.cursor = ts_tree_cursor_new(parent);
    return self;
}

bool
children_next(children *self)
{
    while (self->next < self->count) {
        if (self->count <= CHILDREN_BY_INDEX_MAX) {
            self->node = ts_node_named_child(self->parent, self->next++);
        } else {
            bool is_there = self->next++ ? ts_tree_cursor_goto_next_sibling(&self->cursor)
                                         : ts_tree_cursor_goto_first_child(&self->cursor);
            while (is_there && !ts_node_is_named(ts_tree_cursor_current_node(&self->cursor)))
                is_there = ts_tree_cursor_goto_next_sibling(&self->cursor);
            self->node = ts_tree_cursor_current_node(&self->cursor);
        }
        if (!ts_node_is_extra(self->node))
            return true;
    }
    children_end(self);
    return false;
}

void
children_end(children *self)
{
    if (self->count > CHILDREN_BY_INDEX_MAX)
        ts_tree_cursor_delete(&self->cursor);
    self->next = self->count = 0;
}

TSNode
extract_child(TSNode node, const char *kind)
{
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, kind)) {
            children_end(&each);
            return each.node;
        }
    }
    return (TSNode){0};
}

span
extract_copy(extraction *x, span text)
{
    return (span){arena_copy(x->arena, text), text.size};
}

span
extract_join(extraction *x, span a, const char *separator, span b)
{
    if (!a.size || !b.size)
        return a.size ? a : b;
    size_t middle = strlen(separator);
    char *joined = arena_alloc(x->arena, a.size + middle + b.size + 1);
    memcpy(joined, a.data, a.size);
    memcpy(joined + a.size, separator, middle);
    memcpy(joined + a.size + middle, b.data, b.size);
    return (span){joined, a.size + middle + b.size};
}

uint32_t
extract_symbol(const extraction *x)
{
    return x->frames[x->frame_count - 1].symbol;
}

entity_kind
extract_symbol_kind(const extraction *x)
{
    return (entity_kind)x->facts.symbols[extract_symbol(x)].kind;
}

bool
extract_in_type(const extraction *x)
{
    return x->scopes[x->frames[x->frame_count - 1].scope].kind == SCOPE_TYPE;
}

uint32_t
extract_enclosing_type(const extraction *x)
{
    uint32_t symbol = extract_symbol(x);
    while (symbol != FACT_NONE && !entity_kind_is_type((entity_kind)x->facts.symbols[symbol].kind))
        symbol = x->facts.symbols[symbol].parent;
    return symbol;
}

span
extract_symbol_name(const extraction *x, uint32_t symbol)
{
    return intern_text(x->facts.strings, x->facts.symbols[symbol].name);
}

fact_symbol *
extract_symbol_facts(extraction *x, uint32_t symbol)
{
    assert(symbol < x->facts.symbol_count);
    return &x->facts.symbols[symbol];
}

span
extract_path(const extraction *x)
{
    return x->file->path;
}

static const rule *
rule_of(const struct extraction *x, TSNode node)
{
    TSSymbol symbol = ts_node_symbol(node);
    return symbol < x->compiled->symbol_count ? x->compiled->by_symbol[symbol] : NULL;
}

static bool
is_comment(const struct extraction *x, TSNode node)
{
    const rule *found = rule_of(x, node);
    return found && found->flags & RULE_COMMENT;
}

uint32_t
extract_count(const extraction *x, TSNode node)
{
    uint32_t count = 0;
    for (children each = children_of(node); children_next(&each);)
        count += !is_comment(x, each.node);
    return count;
}

uint32_t
extract_arguments(const extraction *x, TSNode arguments, const char *spread)
{
    if (ts_node_is_null(arguments))
        return 0;
    if (spread && !ts_node_is_null(extract_child(arguments, spread)))
        return FACT_NONE;
    return extract_count(x, arguments);
}

bool
extract_is_one_of(span word, const char *list)
{
    while (*list) {
        size_t size = strcspn(list, " ");
        if (size && span_equal(word, (span){list, size}))
            return true;
        list += size + (list[size] == ' ');
    }
    return false;
}

span
extract_unquote(span literal)
{
    size_t start = 0;
    while (start < literal.size && !strchr("\"'`", literal.data[start]))
        start++;
    if (start == literal.size)
        return literal;
    char quote = literal.data[start];
    size_t quotes = start + 2 < literal.size && literal.data[start + 1] == quote && literal.data[start + 2] == quote ? 3 : 1;
    start += quotes;
    size_t end = literal.size;
    for (size_t i = 0; i < quotes && end > start && literal.data[end - 1] == quote; i++)
        end--;
    return span_slice(literal, start, end < start ? start : end);
}

// ---- claims

void
extract_claim(extraction *x, TSNode node)
{
    if (ts_node_is_null(node))
        return;
    uint32_t at = ts_node_start_byte(node);
    x->claimed[at / 64] |= (uint64_t)1 << at % 64;
}

bool
extract_is_claimed(const extraction *x, TSNode node)
{
    uint32_t at = ts_node_start_byte(node);
    return x->claimed[at / 64] >> at % 64 & 1;
}

// ---- expressions

uint32_t
extract_expression(extraction *x, expression_op op, span name, uint32_t operand)
{
    uint32_t text = name.data ? intern_add(x->facts.strings, name) : FACT_NONE;
    return facts_add_expression(&x->facts, op, text, operand);
}

uint32_t
extract_name(extraction *x, span name, uint32_t at)
{
    uint32_t expression = extract_expression(x, EXPRESSION_NAME, name, FACT_NONE);
    extraction_make_room(&x->name_sites, expression, &x->name_site_capacity, sizeof *x->name_sites);
    x->name_sites[expression] = (struct name_site){frame_top(x)->scope, at, false};
    return expression;
}

uint32_t
extract_method_name(extraction *x, span name, uint32_t at)
{
    uint32_t expression = extract_name(x, name, at);
    x->name_sites[expression].is_method = true;
    return expression;
}

uint32_t
extract_symbol_expression(extraction *x, uint32_t symbol)
{
    return facts_add_expression(&x->facts, EXPRESSION_SYMBOL, symbol, FACT_NONE);
}

uint32_t
extract_operand(const extraction *x, uint32_t expression)
{
    return expression == FACT_NONE ? FACT_NONE : x->facts.expressions[expression].operand;
}

uint32_t
extract_instance(extraction *x, uint32_t type)
{
    return type == FACT_NONE ? FACT_NONE : facts_add_expression(&x->facts, EXPRESSION_INSTANCE, FACT_NONE, type);
}

uint32_t
extract_generic(extraction *x, uint32_t base, const uint32_t *arguments, uint32_t count)
{
    uint32_t next = FACT_NONE;
    for (uint32_t i = count; i > 0; i--)
        next = facts_add_expression(&x->facts, EXPRESSION_ARGUMENT, next, arguments[i - 1]);
    return facts_add_expression(&x->facts, EXPRESSION_GENERIC, next, base);
}

uint32_t
extract_lower(extraction *x, TSNode node)
{
    if (ts_node_is_null(node))
        return FACT_NONE;
    // A call chain is lowered from its outermost call first; its inner calls come by again during the walk.
    // The slot depends on the text alone, never on an address: what is forgotten is lowered again, which shows in the rows.
    uint32_t slot = ts_node_start_byte(node) * 31 + ts_node_end_byte(node) * 7 + ts_node_symbol(node);
    struct known_node *known = &x->known[slot % KNOWN_NODES];
    if (known->id == node.id)
        return known->expression;

    const rule *found = rule_of(x, node);
    uint32_t expression;
    if (found && found->lower && x->lower_depth < LOWER_DEPTH_MAX) {
        x->lower_depth++;
        expression = found->lower(x, found, node);
        x->lower_depth--;
    } else {
        expression = facts_add_expression(&x->facts, EXPRESSION_UNKNOWN, FACT_NONE, FACT_NONE);
    }
    *known = (struct known_node){node.id, expression};
    return expression;
}

// ---- notes

uint32_t *
extract_note(extraction *x, uint32_t symbol, span name)
{
    char number[4];
    for (int i = 0; i < 4; i++)
        number[i] = (char)(symbol >> 8 * i & 0xff);
    buffer_clear(&x->note_key);
    buffer_put(&x->note_key, number, sizeof number);
    buffer_put_span(&x->note_key, name);
    uint32_t count = intern_count(x->note_names);
    uint32_t note = intern_add(x->note_names, buffer_span(&x->note_key));
    extraction_make_room(&x->notes, note, &x->note_capacity, sizeof *x->notes);
    if (note == count)
        x->notes[note] = FACT_NONE;
    return &x->notes[note];
}

// ---- what is found

void
extract_reference(extraction *x, reference_kind kind, uint32_t expression, TSNode at, uint32_t arguments)
{
    if (expression == FACT_NONE)
        return;
    facts_add_reference(&x->facts, &(fact_reference){
                                       .kind = kind,
                                       .from = extract_symbol(x),
                                       .expression = expression,
                                       .arguments = arguments,
                                       .start = ts_node_start_byte(at),
                                       .line = ts_node_start_point(at).row + 1,
                                   });
}

void
extract_import(extraction *x, unsigned flags, span module, span name, span alias, TSNode at)
{
    assert(alias.size || flags & IMPORT_WILDCARD);
    range_list_add(&x->imports, range_of(at)); // whatever it is made with: `require` is a call
    facts_add_import(&x->facts, &(fact_import){
                                    .flags = flags,
                                    .module = intern_add(x->facts.strings, module),
                                    .name = name.size ? intern_add(x->facts.strings, name) : FACT_NONE,
                                    .alias = alias.size ? intern_add(x->facts.strings, alias) : FACT_NONE,
                                    .scope = extract_symbol(x),
                                    .line = ts_node_start_point(at).row + 1,
                                });
}

void
extract_reexport(extraction *x, span name, span alias, TSNode at)
{
    uint32_t known = intern_find(x->facts.strings, name);
    for (uint32_t i = 0; known != INTERN_NONE && i < x->facts.import_count; i++) {
        fact_import *import = &x->facts.imports[i];
        if (import->alias != known || import->scope != 0)
            continue;
        if (span_equal(name, alias)) {
            import->flags |= IMPORT_REEXPORT;
        } else {
            fact_import renamed = *import;
            renamed.flags |= IMPORT_REEXPORT;
            renamed.alias = intern_add(x->facts.strings, alias);
            facts_add_import(&x->facts, &renamed);
        }
        return;
    }
    if (!span_equal(name, alias))
        extract_import(x, IMPORT_REEXPORT, (span){"", 0}, name, alias, at);
}

void
extract_package(extraction *x, span name)
{
    x->facts.package = intern_add(x->facts.strings, name);
}

// The run of comments that ends on the line above `start_line` (or on it), and before byte `start`.
static byte_range
documentation_above(const struct extraction *x, uint32_t start, uint32_t start_line)
{
    bool is_near = x->comment_run.end > x->comment_run.start && x->comment_run.end <= start &&
                   start_line <= x->comment_run_end_line + 1;
    return is_near ? x->comment_run : (byte_range){0, 0};
}

static bool
opens_inside(entity_kind kind)
{
    return kind < ENTITY_TYPE_ALIAS || kind == ENTITY_MACRO || kind == ENTITY_TEST_CASE || kind == ENTITY_NAMESPACE;
}

static scope_kind
scope_kind_of(entity_kind kind)
{
    return entity_kind_is_type(kind) ? SCOPE_TYPE : kind == ENTITY_MODULE || kind == ENTITY_NAMESPACE ? SCOPE_FILE : SCOPE_FUNCTION;
}

static byte_range
signature_of(const definition *definition)
{
    byte_range signature = range_of(definition->node);
    if (!ts_node_is_null(definition->start))
        signature.start = ts_node_start_byte(definition->start);
    if (!ts_node_is_null(definition->head))
        signature.start = ts_node_start_byte(definition->head);
    if (!ts_node_is_null(definition->body) && ts_node_start_byte(definition->body) > signature.start)
        signature.end = ts_node_start_byte(definition->body);
    return signature;
}

// ---- attributes before declarations

static void
keep_attribute(struct extraction *x, TSNode node)
{
    if (x->attribute_depth != x->depth)
        x->attribute_count = 0;
    x->attribute_depth = x->depth;
    if (x->attribute_count < ATTRIBUTES_MAX)
        x->attributes[x->attribute_count++] = node;
}

// Attributes wait over comments and tokens for the next node on their level.
static bool
ends_attributes(const struct extraction *x, TSNode node, unsigned flags)
{
    return x->attribute_count && x->depth <= x->attribute_depth && !(flags & (RULE_COMMENT | RULE_ATTRIBUTE)) &&
           ts_node_is_named(node);
}

const TSNode *
extract_attributes(const extraction *x, uint32_t *count)
{
    *count = x->attribute_depth == x->depth ? x->attribute_count : 0;
    return x->attributes;
}

static TSNode
first_node(const struct extraction *x, TSNode start)
{
    uint32_t count;
    const TSNode *attributes = extract_attributes(x, &count);
    return count ? attributes[0] : start;
}

// Documentation stands above the first attribute, or between the attributes and the declaration.
static byte_range
documentation_of(const struct extraction *x, TSNode first, TSNode node)
{
    uint32_t start = ts_node_start_byte(first);
    byte_range above = documentation_above(x, start, ts_node_start_point(first).row + 1);
    if (above.end || x->comment_run.start < start)
        return above;
    return documentation_above(x, ts_node_start_byte(node), ts_node_start_point(node).row + 1);
}

uint32_t
extract_define_flat(extraction *x, const definition *definition)
{
    TSNode outer = ts_node_is_null(definition->outer) ? definition->node : definition->outer;
    TSNode first = first_node(x, ts_node_is_null(definition->start) ? outer : definition->start);
    uint32_t parent = definition->parent ? definition->parent : extract_symbol(x);
    uint32_t symbol = facts_add_symbol(&x->facts, &(fact_symbol){
                                                      .name = intern_add(x->facts.strings, definition->name),
                                                      .kind = definition->kind,
                                                      .flags = definition->flags,
                                                      .parent = parent,
                                                      .owner = definition->owner,
                                                      .type = definition->type,
                                                      .arity_min = definition->arity_min,
                                                      .arity_max = definition->arity_max,
                                                      .start = ts_node_start_byte(first),
                                                      .end = ts_node_end_byte(outer),
                                                      .line = ts_node_start_point(first).row + 1,
                                                  });
    extraction_make_room(&x->entities, symbol, &x->entity_capacity, sizeof *x->entities);
    TSPoint end = ts_node_end_point(outer);
    uint32_t start_line = ts_node_start_point(first).row + 1;
    struct entity *above = &x->entities[parent];
    bool is_inside = parent && above->qualified_name.size <= QUALIFIER_BYTES_MAX;
    span qualifier = extract_join(x, is_inside ? above->qualified_name : (span){"", 0}, ".", definition->qualifier);
    x->entities[symbol] = (struct entity){
        .qualified_name = extract_join(x, qualifier, ".", definition->name),
        .code = {ts_node_start_byte(first), ts_node_end_byte(outer)},
        .signature = signature_of(definition),
        .documentation = documentation_of(x, first, outer),
        .line_start = start_line,
        .line_end = end.column == 0 && end.row >= start_line ? end.row : end.row + 1,
        .detection = definition->detection,
    };
    if (!ts_node_is_null(definition->name_node))
        extract_claim(x, definition->name_node);
    // What its decorators refer to was found before it was.
    bool is_row = entity_kind_is_row(definition->kind);
    for (uint32_t i = x->facts.reference_count; is_row && i > 0 && x->facts.references[i - 1].start >= ts_node_start_byte(first); i--)
        x->facts.references[i - 1].from = symbol;
    // A name with a qualifier (A::b, (t *T) M) is no name of the scope it stands in; a constructor's is its type's.
    if (!definition->qualifier.size && !definition->is_unbound && definition->name.size &&
        definition->kind != ENTITY_IMPL && definition->kind != ENTITY_CONSTRUCTOR)
        bind(x, frame_top(x)->scope, definition->name, symbol, FACT_NONE, 0);
    return symbol;
}

void
extract_inside(extraction *x, uint32_t symbol, const definition *definition)
{
    if (!opens_inside(definition->kind))
        return;
    uint32_t scope = scope_open(x, scope_kind_of(definition->kind));
    if (!ts_node_is_null(definition->body))
        x->scopes[scope].body_start = ts_node_start_byte(definition->body);
    frame_push(x, symbol, scope);
}

uint32_t
extract_define(extraction *x, const definition *definition)
{
    uint32_t symbol = extract_define_flat(x, definition);
    extract_inside(x, symbol, definition);
    return symbol;
}

void
extract_document(extraction *x, uint32_t symbol, TSNode node)
{
    if (!ts_node_is_null(node))
        x->entities[symbol].documentation = range_of(node);
}

// ---- the walk

static void
note_comment(struct extraction *x, TSNode node)
{
    byte_range range = range_of(node);
    range_list_add(&x->comments, range);
    uint32_t line = ts_node_start_point(node).row + 1;
    TSPoint end = ts_node_end_point(node);
    while (range.end > range.start && strchr(" \t\r\n", x->file->contents.data[range.end - 1]))
        range.end--; // some grammars' comments end behind their line
    bool goes_on = x->comment_run.end && line <= x->comment_run_end_line + 1;
    for (uint32_t i = x->comment_run.end; goes_on && i < range.start; i++)
        goes_on = strchr(" \t\r\n", x->file->contents.data[i]) != NULL;
    // A comment behind code on its line speaks of that code, not of what comes below.
    bool is_trailing = false;
    uint32_t first = span_starts(x->file->contents, "\xef\xbb\xbf") ? 3 : 0; // a byte order mark is no code
    for (uint32_t i = range.start; i > first && x->file->contents.data[i - 1] != '\n' && !is_trailing; i--)
        is_trailing = !strchr(" \t\r", x->file->contents.data[i - 1]);
    if (is_trailing) {
        x->comment_run = (byte_range){0, 0};
        return;
    }
    x->comment_run = goes_on ? (byte_range){x->comment_run.start, range.end} : range;
    x->comment_run_end_line = end.column == 0 && end.row ? end.row : end.row + 1;
}

// Returns whether the walk goes below the node.
static bool
visit(struct extraction *x, TSNode node, TSSymbol symbol)
{
    if (symbol >= x->compiled->symbol_count) { // ERROR
        x->error_count++;
        x->error_bytes += ts_node_end_byte(node) - ts_node_start_byte(node);
        return true;
    }
    const rule *found = x->compiled->by_symbol[symbol];
    bool ends = ends_attributes(x, node, found ? found->flags : 0);
    if (!found) {
        x->attribute_count = ends ? 0 : x->attribute_count;
        return true;
    }
    if (found->flags & RULE_COMMENT)
        note_comment(x, node);
    if (found->flags & RULE_ATTRIBUTE)
        keep_attribute(x, node);
    if (found->flags & RULE_IMPORT)
        range_list_add(&x->imports, range_of(node));
    if (found->flags & RULE_SCOPE)
        extract_scope(x);
    if (found->enter)
        found->enter(x, found, node);
    if (ends)
        x->attribute_count = 0;
    return !(found->flags & RULE_SKIP);
}

static void
leave(struct extraction *x)
{
    while (x->frame_count > 1 && frame_top(x)->depth >= x->depth)
        x->frame_count--;
}

static void
note_run(struct extraction *x, TSNode node, TSSymbol symbol)
{
    struct node_run *run = &x->runs[x->depth];
    x->run_before = run->node;
    if (run->symbol != symbol && !is_comment(x, node)) {
        run->node = node;
        run->symbol = symbol;
    }
}

// Makes the level below the node at hand ready: nothing stands before its first node.
static void
begin_level(struct extraction *x)
{
    extraction_make_room(&x->path, x->depth, &x->path_capacity, sizeof *x->path);
    extraction_make_room(&x->runs, x->depth, &x->run_capacity, sizeof *x->runs);
    x->runs[x->depth] = (struct node_run){.symbol = NO_SYMBOL};
    x->before = (TSNode){0};
}

static void
walk(struct extraction *x, TSNode root, void (*pulse)(void *), void *context)
{
    TSNode node;
    TSSymbol symbol;
    uint64_t visited = 0;
    begin_level(x);
    tree_walk_begin(x->walk, root);
    for (tree_step step; (step = tree_walk_next(x->walk, &node, &symbol)) != TREE_END;) {
        if (step == TREE_LEAVE) {
            x->depth--;
            leave(x);
            x->before = x->path[x->depth];
            continue;
        }
        if (pulse && ++visited % PULSE_EVERY_NODES == 0)
            pulse(context);
        x->path[x->depth] = node;
        note_run(x, node, symbol);
        if (!visit(x, node, symbol))
            tree_walk_skip(x->walk);
        x->depth++;
        begin_level(x);
    }
}

// ---- a file

static span
file_stem(span path)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    span name = span_slice(path, start, path.size);
    for (size_t i = name.size; i > 1; i--) {
        if (name.data[i - 1] == '.')
            return span_slice(name, 0, i - 1);
    }
    return name;
}

// Symbol 0 is the module entity of the file: calls outside of any function come from it.
static void
begin(struct extraction *x, const struct compiled_language *compiled, const source_file *file, TSNode root)
{
    x->compiled = compiled;
    x->file = file;
    facts_clear(&x->facts, file->language);
    arena_reset(x->arena);
    x->scope_count = x->binding_count = x->frame_count = 0;
    binding_slots_reset(x, BINDING_SLOTS_MIN);
    x->comments.count = x->imports.count = 0;
    intern_clear(x->note_names);
    x->comment_run = (byte_range){0, 0};
    x->error_count = x->error_bytes = 0;
    x->depth = x->lower_depth = 0;
    x->attribute_count = 0;
    x->before = (TSNode){0};
    memset(x->known, 0, sizeof x->known);

    size_t words = file->contents.size / 64 + 1;
    if (words > x->claimed_words) {
        free(x->claimed);
        x->claimed = malloc(words * sizeof *x->claimed);
        assert(x->claimed);
        x->claimed_words = words;
    }
    memset(x->claimed, 0, words * sizeof *x->claimed);

    span name = file_stem(file->path);
    uint32_t symbol = facts_add_symbol(&x->facts, &(fact_symbol){
                                                      .name = intern_add(x->facts.strings, name),
                                                      .kind = ENTITY_MODULE,
                                                      .flags = SYMBOL_FILE,
                                                      .parent = FACT_NONE,
                                                      .owner = FACT_NONE,
                                                      .type = FACT_NONE,
                                                      .end = (uint32_t)file->contents.size,
                                                      .line = 1,
                                                  });
    extraction_make_room(&x->entities, symbol, &x->entity_capacity, sizeof *x->entities);
    x->entities[symbol] = (struct entity){
        .qualified_name = name,
        .code = {0, (uint32_t)file->contents.size},
        .line_start = 1,
        .line_end = ts_node_end_point(root).row + 1,
    };
    uint32_t scope = scope_open(x, SCOPE_FILE);
    frame_push(x, symbol, scope);
}

struct effort {
    uint64_t calls, calls_max;
    struct extractor *extractor;
};

static bool
on_progress(TSParseState *state)
{
    struct effort *effort = state->payload;
    effort->calls++;
    if (effort->extractor->pulse && effort->calls % PULSE_EVERY_CALLS == 0)
        effort->extractor->pulse(effort->extractor->context);
    return effort->calls > effort->calls_max;
}

struct source {
    span contents;
};

static const char *
read_source(void *payload, uint32_t at, TSPoint position, uint32_t *size)
{
    (void)position;
    const struct source *source = payload;
    if (at >= source->contents.size) {
        *size = 0;
        return "";
    }
    *size = (uint32_t)(source->contents.size - at);
    return source->contents.data + at;
}

static TSTree *
parse(struct extractor *self, const struct compiled_language *compiled, span contents)
{
    ts_parser_reset(self->parser);
    if (!ts_parser_set_language(self->parser, compiled->grammar))
        return NULL;
    struct effort effort = {0, EFFORT_CALLS_BASE + contents.size / 1024 * EFFORT_CALLS_PER_KIB, self};
    struct source source = {contents};
    TSInput input = {.payload = &source, .read = read_source, .encoding = TSInputEncodingUTF8};
    return ts_parser_parse_with_options(self->parser, NULL, input,
                                        (TSParseOptions){.payload = &effort, .progress_callback = on_progress});
}

static struct compiled_language *
compile(const language *language)
{
    struct compiled_language *compiled = calloc(1, sizeof *compiled);
    assert(compiled);
    compiled->language = language;
    compiled->grammar = language->grammar();
    compiled->symbol_count = ts_language_symbol_count(compiled->grammar);
    compiled->by_symbol = calloc(compiled->symbol_count, sizeof *compiled->by_symbol);
    assert(compiled->by_symbol);
    // A grammar may give one name to several symbols (aliases), so every symbol is asked for its name.
    for (uint32_t symbol = 0; symbol < compiled->symbol_count; symbol++) {
        if (ts_language_symbol_type(compiled->grammar, (TSSymbol)symbol) != TSSymbolTypeRegular)
            continue;
        const char *name = ts_language_symbol_name(compiled->grammar, (TSSymbol)symbol);
        for (const rule *rule = language->rules; name && rule->kind; rule++) {
            if (strcmp(rule->kind, name) == 0)
                compiled->by_symbol[symbol] = rule;
        }
    }
    static const char *const names[FIELD_COUNT] = {
        NULL,
#define FIELD(name) #name,
#include "stages/parser/fields.def"
    };
    for (int i = 1; i < FIELD_COUNT; i++)
        compiled->fields[i] =
            ts_language_field_id_for_name(compiled->grammar, names[i], (uint32_t)strlen(names[i]));
    compiled->builtins = intern_new();
    for (const char *at = language->builtins; at && *at;) {
        size_t size = strcspn(at, " ");
        if (size)
            intern_add(compiled->builtins, (span){at, size});
        at += size + (at[size] == ' ');
    }
    return compiled;
}

static void
compiled_free(struct compiled_language *compiled)
{
    if (!compiled)
        return;
    free(compiled->by_symbol);
    intern_destroy(&compiled->builtins);
    free(compiled);
}

extractor *
extractor_new(void (*pulse)(void *context), void *context)
{
    extractor *self = calloc(1, sizeof *self);
    assert(self);
#ifndef __SANITIZE_ADDRESS__ // which knows malloc only
    pool_install();
#endif
    self->parser = ts_parser_new();
    self->pulse = pulse;
    self->context = context;
    self->x.arena = arena_new(ARENA_BYTES_MAX);
    self->x.walk = tree_walk_new();
    self->x.note_names = intern_new();
    facts_init(&self->x.facts);
    return self;
}

void
extractor_destroy(extractor **self_p)
{
    extractor *self = *self_p;
    if (!self)
        return;
    ts_parser_delete(self->parser);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        compiled_free(self->compiled[i]);
    struct extraction *x = &self->x;
    facts_fini(&x->facts);
    arena_destroy(&x->arena);
    tree_walk_destroy(&x->walk);
    free(x->entities);
    free(x->scopes);
    free(x->bindings);
    free(x->binding_slots);
    free(x->name_sites);
    free(x->frames);
    free(x->claimed);
    intern_destroy(&x->note_names);
    free(x->notes);
    buffer_fini(&x->note_key);
    free(x->path);
    free(x->runs);
    free(x->comments.items);
    free(x->imports.items);
    free(self);
    *self_p = NULL;
}

// After an unusually large tree: starts over with an empty pool.
static void
shrink(struct extractor *self)
{
    if (pool_used() <= POOL_KEPT_BYTES)
        return;
    ts_parser_delete(self->parser);
    pool_reset();
    self->parser = ts_parser_new();
}

status
extractor_run(extractor *self, const source_file *file, product *out)
{
    const language *language = language_of(file->language);
    if (!language || file->contents.size >= UINT32_MAX / 2)
        return STATUS_INVALID;
    if (!self->compiled[file->language])
        self->compiled[file->language] = compile(language);
    const struct compiled_language *compiled = self->compiled[file->language];

    char *masked = NULL;
    if (language->mask && file->contents.size) {
        masked = malloc(file->contents.size);
        assert(masked);
        memcpy(masked, file->contents.data, file->contents.size);
        language->mask(file->contents, masked);
    }
    TSTree *tree = parse(self, compiled, masked ? (span){masked, file->contents.size} : file->contents);
    free(masked);
    if (!tree)
        return STATUS_TOO_LARGE;
    TSNode root = ts_tree_root_node(tree);
    begin(&self->x, compiled, file, root);
    if (language->begin)
        language->begin(&self->x, root);
    walk(&self->x, root, self->pulse, self->context);
    if (language->end)
        language->end(&self->x, root);
    ts_tree_delete(tree);
    shrink(self);
    bind_names(&self->x);
    emit_rows(&self->x, out);
    return STATUS_OK;
}
