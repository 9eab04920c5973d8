// Scopes and the names in them, as the walk opens and closes them. bind.c looks names up when the file is read.
#include "stages/parser/extraction.h"

#include <assert.h>
#include <stdlib.h>

enum { SCOPES_CLIMBED_MAX = 64 };

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

void
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
void
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

void
binding_add(struct extraction *x, uint32_t scope, span name, uint32_t symbol, uint32_t value, uint32_t visible_from)
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
extract_scope_end(extraction *x)
{
    assert(x->frame_count > 1);
    x->frame_count--;
}

void
extract_function_scope(extraction *x)
{
    frame_push(x, frame_top(x)->symbol, scope_open(x, SCOPE_FUNCTION));
}

void
extract_open(extraction *x)
{
    extract_function_scope(x);
}

void
extract_close(extraction *x)
{
    assert(x->frame_count > 1);
    x->frame_count--;
}

bool
extract_in_own_function(const extraction *x)
{
    const struct frame *top = &x->frames[x->frame_count - 1];
    uint32_t scope = top->scope, first = x->frame_count;
    while (x->scopes[scope].kind == SCOPE_BLOCK)
        scope = x->scopes[scope].parent;
    while (first > 0 && x->frames[first - 1].symbol == top->symbol)
        first--;
    return x->frames[first].scope == scope;
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
        binding_add(x, frame_top(x)->scope, name, FACT_NONE, value, visible_from);
}

void
extract_function_local(extraction *x, span name, uint32_t value, uint32_t visible_from)
{
    uint32_t scope = frame_top(x)->scope;
    while (x->scopes[scope].kind == SCOPE_BLOCK)
        scope = x->scopes[scope].parent;
    if (name.size)
        binding_add(x, scope, name, FACT_NONE, value, visible_from);
}

void
extract_imported(extraction *x, span name, uint32_t visible_from)
{
    uint32_t value = extract_name(x, name, visible_from);
    x->name_sites[value].scope = SCOPE_NONE; // not to be bound in the file
    extract_function_local(x, name, value, visible_from);
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

uint32_t
extract_local_value(extraction *x, span name)
{
    uint32_t number = intern_find(x->facts.strings, name);
    uint32_t steps = 0;
    for (uint32_t s = frame_top(x)->scope; number != INTERN_NONE && s != SCOPE_NONE && steps++ < SCOPES_CLIMBED_MAX;
         s = x->scopes[s].parent) {
        uint32_t newest = binding_newest(x, s, number);
        if (newest != FACT_NONE)
            return x->bindings[newest].value;
        if (x->scopes[s].kind == SCOPE_TYPE)
            break;
    }
    return FACT_NONE;
}

bool
extract_is_narrowed(extraction *x, span name)
{
    uint32_t scope = frame_top(x)->scope, number = intern_find(x->facts.strings, name);
    return x->scopes[scope].kind == SCOPE_BLOCK && number != INTERN_NONE &&
           binding_newest(x, scope, number) != FACT_NONE;
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
        binding_add(x, x->scopes[scope].parent, extract_symbol_name(x, symbol), symbol, FACT_NONE, 0);
}

void *
extract_memory(extraction *x, size_t bytes)
{
    return arena_alloc(x->arena, bytes);
}

void **
extract_state(extraction *x)
{
    return &x->language_state;
}
