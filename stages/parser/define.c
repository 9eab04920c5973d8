// What rules find: expressions, references, imports, entities with their documentation and attributes.
#include "stages/parser/extraction.h"

#include <assert.h>

// Inside of an entity whose name is longer, names start anew: deep nesting would make them quadratic.
enum { QUALIFIER_BYTES_MAX = 1024 };

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
    x->name_sites[expression] = (struct name_site){.scope = frame_top(x)->scope, .at = at};
    return expression;
}

uint32_t
extract_own_name(extraction *x, span name, uint32_t at)
{
    uint32_t expression = extract_name(x, name, at);
    x->name_sites[expression].is_own = true;
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

expression_op
extract_op(const extraction *x, uint32_t expression)
{
    return (expression_op)x->facts.expressions[expression].op;
}

uint32_t
extract_operation_name(const extraction *x, uint32_t expression)
{
    return expression == FACT_NONE ? FACT_NONE : x->facts.expressions[expression].name;
}

span
extract_string(const extraction *x, uint32_t name)
{
    return intern_text(x->facts.strings, name);
}

bool
extract_is_literal(const extraction *x, uint32_t expression, const char *type)
{
    const fact_expression *found = &x->facts.expressions[expression];
    return found->op == EXPRESSION_LITERAL && (!type || span_is(intern_text(x->facts.strings, found->name), type));
}

uint32_t
extract_instance(extraction *x, uint32_t type)
{
    return type == FACT_NONE ? FACT_NONE : facts_add_expression(&x->facts, EXPRESSION_INSTANCE, FACT_NONE, type);
}

uint32_t
extract_operation(extraction *x, expression_op op, uint32_t name, uint32_t operand)
{
    return facts_add_expression(&x->facts, op, name, operand);
}

uint32_t
extract_chain(extraction *x, const uint32_t *expressions, uint32_t count)
{
    uint32_t next = FACT_NONE;
    for (uint32_t i = count; i > 0; i--)
        next = facts_add_expression(&x->facts, EXPRESSION_ARGUMENT, next, expressions[i - 1]);
    return next;
}

uint32_t
extract_generic(extraction *x, uint32_t base, const uint32_t *arguments, uint32_t count)
{
    return facts_add_expression(&x->facts, EXPRESSION_GENERIC, extract_chain(x, arguments, count), base);
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
extract_reference_at(extraction *x, reference_kind kind, uint32_t from, uint32_t expression, uint32_t at, uint32_t line)
{
    if (expression == FACT_NONE)
        return;
    facts_add_reference(&x->facts, &(fact_reference){
                                       .kind = kind,
                                       .from = from,
                                       .expression = expression,
                                       .arguments = FACT_NONE,
                                       .start = at,
                                       .line = line,
                                       .values = FACT_NONE,
                                   });
}

const unsigned char *
extract_call_marks(extraction *x)
{
    unsigned char *marks = arena_alloc(x->arena, x->file->contents.size / 8 + 1);
    for (uint32_t i = 0; i < x->facts.reference_count; i++) {
        uint32_t at = x->facts.references[i].start, kind = x->facts.references[i].kind;
        bool is_call = kind == REFERENCE_CALL || kind == REFERENCE_CONSTRUCT || kind == REFERENCE_MACRO;
        if (is_call && at < x->file->contents.size)
            marks[at / 8] |= (unsigned char)(1u << at % 8);
    }
    return marks;
}

uint32_t
extract_symbol_at(const extraction *x, uint32_t at, uint32_t from)
{
    while (from + 1 < x->facts.symbol_count && x->facts.symbols[from + 1].start <= at)
        from++;
    return from;
}

uint32_t
extract_innermost(const extraction *x, uint32_t at, uint32_t from)
{
    const fact_symbol *symbols = x->facts.symbols;
    while (from && !(symbols[from].start <= at && at < symbols[from].end))
        from = symbols[from].parent == FACT_NONE ? 0 : symbols[from].parent;
    return from;
}

void
extract_reference_passing(extraction *x, reference_kind kind, uint32_t expression, TSNode at, uint32_t arguments,
                          uint32_t values)
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
                                       .values = values,
                                   });
}

void
extract_reference(extraction *x, reference_kind kind, uint32_t expression, TSNode at, uint32_t arguments)
{
    extract_reference_passing(x, kind, expression, at, arguments, FACT_NONE);
}

void
extract_import(extraction *x, unsigned flags, span module, span name, span alias, TSNode at)
{
    assert(alias.size || flags & IMPORT_WILDCARD);
    range_list_add(&x->imports, node_range(at)); // whatever it is made with: `require` is a call
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

span
extract_comment_above(const extraction *x, TSNode node)
{
    byte_range range = documentation_above(x, ts_node_start_byte(node), ts_node_start_point(node).row + 1);
    return span_slice(x->file->contents, range.start, range.end);
}

static bool
opens_inside(entity_kind kind)
{
    return kind < ENTITY_TYPE_ALIAS || kind == ENTITY_MACRO || kind == ENTITY_TEST_CASE || kind == ENTITY_NAMESPACE ||
           kind == ENTITY_ANONYMOUS;
}

static scope_kind
scope_kind_of(entity_kind kind)
{
    return entity_kind_is_type(kind) ? SCOPE_TYPE : kind == ENTITY_MODULE || kind == ENTITY_NAMESPACE ? SCOPE_FILE : SCOPE_FUNCTION;
}

static byte_range
signature_of(const definition *definition)
{
    byte_range signature = node_range(definition->node);
    if (!ts_node_is_null(definition->start))
        signature.start = ts_node_start_byte(definition->start);
    if (!ts_node_is_null(definition->head))
        signature.start = ts_node_start_byte(definition->head);
    if (!ts_node_is_null(definition->body) && ts_node_start_byte(definition->body) > signature.start)
        signature.end = ts_node_start_byte(definition->body);
    return signature;
}

// ---- attributes before declarations

void
attribute_keep(struct extraction *x, TSNode node)
{
    if (x->attribute_depth != x->depth)
        x->attribute_count = 0;
    x->attribute_depth = x->depth;
    if (x->attribute_count < ATTRIBUTES_MAX)
        x->attributes[x->attribute_count++] = node;
}

// Attributes wait over comments and tokens for the next node on their level.
bool
attributes_end(const struct extraction *x, TSNode node, unsigned flags)
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
                                                      .parameters = definition->parameters,
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
        binding_add(x, frame_top(x)->scope, definition->name, symbol, FACT_NONE, 0);
    return symbol;
}

void
extract_continue(extraction *x, uint32_t symbol, const definition *definition)
{
    fact_symbol *facts = &x->facts.symbols[symbol];
    struct entity *entity = &x->entities[symbol];
    TSNode outer = ts_node_is_null(definition->outer) ? definition->node : definition->outer;
    TSPoint end = ts_node_end_point(outer);
    facts->end = entity->code.end = ts_node_end_byte(outer);
    entity->line_end = end.column == 0 && end.row >= entity->line_start ? end.row : end.row + 1;
    facts->flags |= definition->flags & SYMBOL_VARIADIC;
    if (definition->arity_min < facts->arity_min)
        facts->arity_min = definition->arity_min;
    if (definition->arity_max > facts->arity_max)
        facts->arity_max = definition->arity_max;
    if (!ts_node_is_null(definition->name_node))
        extract_claim(x, definition->name_node);
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
        x->entities[symbol].documentation = node_range(node);
}
