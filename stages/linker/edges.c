// From references to edges: what each reference means as an edge, what contains what, and what imports what.
#include "stages/linker/edges.h"

#include <assert.h>
#include <stdlib.h>

#include "stages/linker/binder.h"
#include "stages/linker/python.h"

enum {
    PULSE_EVERY_REFERENCES = 16384,
    REST_EVERY_REFERENCES = 256,
    REFERENCE_BYTES = 16384, // of the vault that binding one reference may use: a page here and there
};

static void
add_edge(struct raw_edges *edges, struct raw_edge edge)
{
    if (edges->count == edges->capacity) {
        edges->capacity = edges->capacity ? edges->capacity * 2 : 4096;
        edges->items = realloc(edges->items, edges->capacity * sizeof *edges->items);
        assert(edges->items);
    }
    edges->items[edges->count++] = edge;
}

// The target of an edge that leads out of the tree.
static symbol_ref
to_external(struct raw_edges *edges, uint32_t language, uint32_t module, uint32_t name)
{
    if (edges->external_count == edges->external_capacity) {
        edges->external_capacity = edges->external_capacity ? edges->external_capacity * 2 : 1024;
        edges->externals = realloc(edges->externals, edges->external_capacity * sizeof *edges->externals);
        assert(edges->externals);
    }
    edges->externals[edges->external_count] = (struct raw_external){language, module, name};
    return (symbol_ref){LINK_NONE, edges->external_count++};
}

// The nearest entity around a symbol that has a row.
static symbol_ref
row_symbol(const struct linker *self, symbol_ref symbol)
{
    const struct linked_file *file = &self->files[symbol.file];
    while (!symbol_id(&file->symbols[symbol.symbol]))
        symbol.symbol = file->symbols[symbol.symbol].parent;
    return symbol;
}

static edge_type
type_of_edge(reference_kind kind)
{
    switch (kind) {
    case REFERENCE_CALL:
    case REFERENCE_CONSTRUCT:
    case REFERENCE_MACRO:
        return EDGE_CALLS;
    case REFERENCE_EXTENDS:
        return EDGE_EXTENDS;
    case REFERENCE_IMPLEMENTS:
        return EDGE_IMPLEMENTS;
    default:
        return EDGE_USES;
    }
}

// Whether making an object calls the class itself: its constructor is one that nobody wrote.
static bool
new_calls(const struct linker *self, uint32_t file, symbol_ref class)
{
    uint32_t kind = symbol_of(self, class)->kind; // unnamed classes implement, constants are made without `new`
    if (kind == ENTITY_INTERFACE || kind == ENTITY_ENUM || !hooks_at(self, file)->new_calls_class)
        return false;
    return !hooks_at(self, file)->arity_decides || !has_constructor(self, class);
}

// What a call or construction of `found` amounts to: a constructor where one is declared, else a use of the type
// (a conversion, a literal), or a call of the type where calling it is what makes an instance.
static void
refine_call(struct linker *self, uint32_t file, const fact_reference *reference, value *found, edge_type *type)
{
    const fact_symbol *target = symbol_of(self, found->symbol);
    const hooks *hooks = hooks_at(self, file);
    bool is_property = hooks->merges && target->flags & SYMBOL_PROPERTY; // what it gives is called
    if (hooks->calling_values_uses &&
        (target->kind == ENTITY_CONSTANT || target->kind == ENTITY_VARIABLE || is_property))
        *type = EDGE_USES;
    if (!entity_kind_is_type((entity_kind)target->kind))
        return;
    if (target->kind == ENTITY_TYPE_ALIAS && hooks->has_linkage) { // a conversion, unless it is a class's
        value meant = instance_of(self, *found, 0);
        *type = EDGE_USES;
        entity_kind kind = meant.kind == VALUE_INSTANCE ? (entity_kind)symbol_of(self, meant.symbol)->kind : ENTITY_NONE;
        if (kind != ENTITY_CLASS && kind != ENTITY_STRUCT && kind != ENTITY_UNION)
            return;
        *type = EDGE_CALLS;
        found->symbol = meant.symbol;
    }
    const fact_expression *expression = &self->files[file].expressions[reference->expression];
    bool constructs = reference->kind == REFERENCE_CONSTRUCT || hooks->calling_constructs ||
                      expression->op == EXPRESSION_SUPER || expression->op == EXPRESSION_SELF;
    symbol_ref constructor = constructs ? resolve_constructor(self, found->symbol, file, reference) : SYMBOL_REF_NONE;
    if (!symbol_ref_is_none(constructor))
        found->symbol = constructor;
    else if (!constructs || (reference->kind != REFERENCE_CALL && !new_calls(self, file, found->symbol)) ||
             (hooks->has_linkage && has_constructor(self, found->symbol))) // of several none is known to be meant
        *type = EDGE_USES;
}

// The name a reference ends in, kept where nothing is known of its target.
static uint32_t
last_name(const struct linked_file *file, uint32_t expression)
{
    const fact_expression *found = &file->expressions[expression];
    while (found->op == EXPRESSION_GENERIC || found->op == EXPRESSION_CONTAINER || found->op == EXPRESSION_INSTANCE ||
           found->op == EXPRESSION_QUALIFIED)
        found = &file->expressions[found->operand];
    if (found->op == EXPRESSION_SYMBOL && hooks_of(file->language)->has_linkage) // not what is meant after all
        return file->symbols[found->name].name;
    return found->op == EXPRESSION_NAME || found->op == EXPRESSION_MEMBER ? found->name : LINK_NONE;
}

// Edges to the methods that a virtual call may end in.
static void
add_overrides(struct linker *self, uint32_t f, const fact_reference *reference, struct raw_edge edge,
              struct raw_edges *edges)
{
    uint32_t count;
    const symbol_ref *found = overrides_of(self, edge.to, &count);
    if (!count || !resolve_is_dispatched(self, f, reference))
        return;
    bool is_test = symbol_of(self, edge.from)->flags & SYMBOL_TEST;
    for (uint32_t i = 0; i < count; i++) {
        if (!symbol_id(symbol_of(self, found[i])))
            continue;
        edge.to = found[i];
        edge.type = is_test && !(symbol_of(self, edge.to)->flags & SYMBOL_TEST) ? EDGE_TESTS : EDGE_CALLS;
        add_edge(edges, edge);
    }
}

static bool
is_variable(const fact_symbol *symbol)
{
    return symbol->kind == ENTITY_VARIABLE || symbol->kind == ENTITY_CONSTANT;
}

static void
add_reference(struct linker *self, uint32_t f, const fact_reference *reference, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    symbol_ref used = SYMBOL_REF_NONE;
    bool is_python = file->language == LANGUAGE_PYTHON;
    value found = is_python ? python_resolve(self, f, reference, &used) : resolve_reference(self, f, reference);
    edge_type type = type_of_edge((reference_kind)reference->kind);
    symbol_ref from = row_symbol(self, (symbol_ref){f, reference->from}), to = SYMBOL_REF_NONE;

    bool is_unnamed = symbol_of(self, (symbol_ref){f, reference->from})->kind == ENTITY_ANONYMOUS &&
                      (type == EDGE_EXTENDS || type == EDGE_IMPLEMENTS);
    if (found.kind == VALUE_BUILTIN || is_unnamed) // what an unnamed class extends is constructed, too
        return;
    uint32_t written = last_name(file, reference->expression);
    bool has_operators = hooks_at(self, f)->has_linkage || hooks_at(self, f)->has_crates;
    if (has_operators && found.kind != VALUE_SYMBOL && written != LINK_NONE && is_operator(self, written))
        return; // of the language's own, or of a class outside of the tree
    // Kotlin writes both alike (specification, "Classifier declaration").
    if (type == EDGE_IMPLEMENTS && file->language == LANGUAGE_KOTLIN && found.kind == VALUE_SYMBOL &&
        symbol_of(self, found.symbol)->kind == ENTITY_CLASS)
        type = EDGE_EXTENDS;
    bool is_named_call = reference->kind == REFERENCE_VALUE && found.kind == VALUE_SYMBOL &&
                         hooks_of(file->language)->naming_calls &&
                         entity_kind_is_callable((entity_kind)symbol_of(self, found.symbol)->kind);
    if (is_named_call)
        type = EDGE_CALLS;
    if (found.kind == VALUE_SYMBOL && type == EDGE_CALLS && !is_python)
        refine_call(self, f, reference, &found, &type);
    if (is_python && found.kind == VALUE_SYMBOL && type == EDGE_CALLS && is_variable(symbol_of(self, found.symbol)))
        type = EDGE_USES; // a call of whatever it holds
    if (!symbol_ref_is_none(used))
        add_edge(edges, (struct raw_edge){from, used, reference->line, EDGE_USES, (uint8_t)found.how});
    if (found.kind == VALUE_SYMBOL && symbol_id(symbol_of(self, found.symbol))) {
        to = found.symbol;
        bool is_test = symbol_of(self, from)->flags & SYMBOL_TEST;
        if (type == EDGE_CALLS && is_test && !(symbol_of(self, to)->flags & SYMBOL_TEST))
            type = EDGE_TESTS;
    } else if (found.kind == VALUE_EXTERNAL) {
        to = to_external(edges, file->language, found.module, found.name);
    } else if (found.kind == VALUE_SYMBOL && symbol_of(self, found.symbol)->kind == ENTITY_TYPE_PARAMETER) {
        return;
    } else if (found.kind == VALUE_SYMBOL && (reference->kind == REFERENCE_VALUE || file->language == LANGUAGE_RUBY)) {
        return; // a field, which has no row (in Ruby reading one looks like a call)
    } else {
        uint32_t name = last_name(file, reference->expression);
        if (name == LINK_NONE)
            return;
        found.how = RESOLUTION_UNRESOLVED;
        to = to_external(edges, file->language, LINK_NONE, name);
    }
    self->resolutions[found.how]++;
    add_edge(edges, (struct raw_edge){from, to, reference->line, (uint8_t)type, (uint8_t)found.how});
    if (reference->kind == REFERENCE_CALL && to.file != LINK_NONE && (type == EDGE_CALLS || type == EDGE_TESTS))
        add_overrides(self, f, reference, (struct raw_edge){from, to, reference->line, (uint8_t)type, RESOLUTION_OVERRIDE},
                      edges);
}

// What a symbol is contained in: its type, wherever that is, or what is around it.
static symbol_ref
container_of(const struct linker *self, uint32_t f, uint32_t s)
{
    const struct linked_file *file = &self->files[f];
    symbol_ref owner = owner_of(self, (symbol_ref){f, s});
    bool has_owner = file->symbols[s].owner != FACT_NONE && file->symbols[s].kind != ENTITY_IMPL &&
                     !symbol_ref_is_none(owner) &&
                     (symbol_id(symbol_of(self, owner)) || symbol_of(self, owner)->kind == ENTITY_ANONYMOUS);
    return has_owner ? row_symbol(self, owner) : row_symbol(self, (symbol_ref){f, file->symbols[s].parent});
}

// Contains edges of the file's symbols: those whose source is in the file itself, or those whose source is not.
static void
add_contains(const struct linker *self, uint32_t f, bool from_outside, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    for (uint32_t s = 1; s < file->symbol_count; s++) {
        if (!symbol_id(&file->symbols[s]) || (from_outside && file->symbols[s].owner == FACT_NONE))
            continue;
        symbol_ref container = container_of(self, f, s);
        uint32_t line = from_outside ? symbol_of(self, container)->line : file->symbols[s].line; // of the container's file
        if (from_outside == (container.file != f))
            add_edge(edges, (struct raw_edge){container, {f, s}, line, EDGE_CONTAINS, RESOLUTION_SCOPE});
    }
}

static void
add_imports(struct linker *self, uint32_t f, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    for (uint32_t i = 0; i < file->import_count && file->language != LANGUAGE_MANIFEST; i++) {
        if (file->imports[i].module == LINK_NONE || !intern_text(self->names, file->imports[i].module).size)
            continue; // a name of the file's own that it exports under another
        uint32_t target = module_first_file(self, f, i);
        bool is_inside = target != LINK_NONE;
        symbol_ref to = is_inside ? (symbol_ref){target, 0}
                                  : to_external(edges, file->language, LINK_NONE, file->imports[i].module);
        resolution how = is_inside ? RESOLUTION_IMPORT : RESOLUTION_EXTERNAL;
        add_edge(edges, (struct raw_edge){{f, 0}, to, file->imports[i].line, EDGE_IMPORTS, (uint8_t)how});
    }
}

void
edges_of_file(struct linker *self, uint32_t f, struct raw_edges *edges)
{
    add_contains(self, f, false, edges);
    add_imports(self, f, edges);
    for (uint32_t r = 0; r < self->files[f].reference_count; r++) {
        add_reference(self, f, &self->files[f].references[r], edges);
        if (self->pulse && (r + 1) % PULSE_EVERY_REFERENCES == 0)
            self->pulse(self->context);
        if ((r + 1) % REST_EVERY_REFERENCES == 0)
            vault_rest(self->vault, REST_EVERY_REFERENCES * REFERENCE_BYTES);
    }
    vault_rest(self->vault, symbol_bytes(&self->files[f]) + REFERENCE_BYTES);
}

static int
compare_strays(const void *a, const void *b)
{
    const struct raw_edge *left = a, *right = b;
    return (left->from.file > right->from.file) - (left->from.file < right->from.file);
}

struct raw_edges
edges_find_strays(const struct linker *self)
{
    struct raw_edges strays = {0};
    for (uint32_t f = 0; f < self->file_count; f++) {
        add_contains(self, f, true, &strays);
        vault_rest(self->vault, symbol_bytes(&self->files[f]));
    }
    if (strays.count)
        qsort(strays.items, strays.count, sizeof *strays.items, compare_strays);
    return strays;
}

void
edges_take_strays(const struct raw_edges *strays, uint32_t file, struct raw_edges *edges)
{
    uint32_t low = 0, high = strays->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strays->items[middle].from.file < file)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < strays->count && strays->items[low].from.file == file; low++)
        add_edge(edges, strays->items[low]);
}

void
raw_edges_fini(struct raw_edges *self)
{
    free(self->items);
    free(self->externals);
    *self = (struct raw_edges){0};
}
