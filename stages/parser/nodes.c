// What a rule asks of a node, and of the place where it stands.
#include "stages/parser/extraction.h"

#include <assert.h>

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

byte_range
node_range(TSNode node)
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
    if (ts_node_is_null(node))
        return false;
    const char *type = ts_node_type(node);
    return type[0] == kind[0] && strcmp(type, kind) == 0;
}

TSNode
extract_run_before(const extraction *x, const char *kind)
{
    return extract_is(x->run_before, kind) ? x->run_before : (TSNode){0};
}

children
children_of(TSNode parent)
{
    children self;
    named_children_begin(&self.all, parent);
    return self;
}

bool
children_next(children *self)
{
    while (named_children_next(&self->all, &self->node)) {
        if (!ts_node_is_extra(self->node))
            return true;
    }
    return false;
}

void
children_end(children *self)
{
    named_children_end(&self->all);
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

language_id
extract_language(const extraction *x)
{
    return x->compiled->language->id;
}

span
extract_path(const extraction *x)
{
    return x->file->path;
}

span
extract_source(const extraction *x)
{
    return x->file->contents;
}

uint32_t
extract_symbol_count(const extraction *x)
{
    return x->facts.symbol_count;
}

const rule *
rule_of(const struct extraction *x, TSNode node)
{
    TSSymbol symbol = ts_node_symbol(node);
    return symbol < x->compiled->symbol_count ? x->compiled->by_symbol[symbol] : NULL;
}

bool
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
