// What the walk counts for metrics: the decisions in each function (McCabe, "A Complexity Measure", 1976), and which names
// each method uses that may be fields of its own instance (Chidamber and Kemerer, "A Metrics Suite for Object Oriented
// Design", 1994: LCOM).
//
// A function without a name counts in the entity around it; so do its uses of fields.
//
// A use is told from the text: what stands behind the receiver (`this.x`, `self->x`), or, where members are in scope, a
// name that is bound to nothing nearer. A name that is called is a method's. Whether such a name is a field is decided
// here where the type that declares it is in the same file, else by who computes the metrics: Go's and C++'s types have their
// methods elsewhere.
#include "stages/parser/extraction.h"

#include <assert.h>
#include <stdlib.h>

enum {
    PARENTS_CLIMBED_MAX = 16, // from a function inside of a method to the method
    OPERANDS_CLIMBED_MAX = 64,
    DECLARED_BITS = 4096,
};

// ---- decisions

// Finds the symbols called `name`, named ones if there are any, else tokens, and adds `weight` to each.
static bool
weigh(struct compiled_language *compiled, span name, bool is_named, struct decision decision)
{
    bool is_found = false;
    for (uint32_t symbol = 1; symbol < compiled->symbol_count; symbol++) {
        TSSymbolType type = ts_language_symbol_type(compiled->grammar, (TSSymbol)symbol);
        const char *text = ts_language_symbol_name(compiled->grammar, (TSSymbol)symbol);
        if (type != (is_named ? TSSymbolTypeRegular : TSSymbolTypeAnonymous) || !span_is(name, text))
            continue;
        assert(!compiled->decisions[symbol].weight); // a kind has one parent, or any
        compiled->decisions[symbol] = decision;
        is_found = true;
    }
    return is_found;
}

static void
compile_decision(struct compiled_language *compiled, span word)
{
    struct decision decision = {.weight = 1};
    if (word.data[0] == '-') {
        decision.weight = -1;
        word = span_slice(word, 1, word.size);
    }
    const char *slash = memchr(word.data, '/', word.size);
    if (slash) {
        uint32_t size = (uint32_t)(slash - word.data);
        decision.parent = ts_language_symbol_for_name(compiled->grammar, word.data, size, true);
        word = span_slice(word, size + 1, word.size);
    }
    bool is_found = (!slash || decision.parent) &&
                    (weigh(compiled, word, true, decision) || weigh(compiled, word, false, decision));
    assert(is_found); // grammars are pinned
}

void
measure_compile(struct compiled_language *compiled)
{
    compiled->decisions = calloc(compiled->symbol_count, sizeof *compiled->decisions);
    assert(compiled->decisions);
    for (const char *at = compiled->language->decisions; at && *at;) {
        size_t size = strcspn(at, " ");
        compile_decision(compiled, (span){at, size});
        at += size + (at[size] == ' ');
    }
}

void
measure_decision(struct extraction *x, struct decision decision)
{
    bool is_meant = !decision.parent || (x->depth && ts_node_symbol(x->path[x->depth - 1]) == decision.parent);
    if (is_meant)
        x->entities[frame_top(x)->symbol].decisions += decision.weight;
}

void
extract_decision(extraction *x)
{
    x->entities[frame_top(x)->symbol].decisions++;
}

uint32_t
measure_complexity(const struct extraction *x, uint32_t symbol)
{
    const fact_symbol *facts = &x->facts.symbols[symbol];
    bool has_flow = entity_kind_is_callable((entity_kind)facts->kind) || facts->kind == ENTITY_TEST_CASE;
    int32_t decisions = x->entities[symbol].decisions;
    return !has_flow || facts->flags & SYMBOL_ABSTRACT ? 0 : decisions > 0 ? 1 + (uint32_t)decisions : 1;
}

// ---- fields

void
measure_begin(struct extraction *x)
{
    x->use_count = 0;
    memset(x->uses_seen, 0, sizeof x->uses_seen); // nobody uses a name without bytes
    buffer_clear(&x->fields);
}

void
extract_receiver(extraction *x, uint32_t symbol, span name)
{
    x->entities[symbol].receiver = name;
}

static void
note_use(struct extraction *x, uint32_t symbol, span name)
{
    if (!name.size)
        return;
    uint32_t slot = symbol * 31 + (uint32_t)name.size * 7 + (uint8_t)name.data[0] + (uint8_t)name.data[name.size - 1] * 5;
    struct seen_use *seen = &x->uses_seen[slot % FIELD_USES_SEEN];
    if (seen->symbol == symbol && span_equal(seen->name, name))
        return;
    *seen = (struct seen_use){symbol, name};
    extraction_make_room(&x->uses, x->use_count, &x->use_capacity, sizeof *x->uses);
    x->uses[x->use_count++] = (struct field_use){symbol, field_hash(name)};
}

static bool
is_name_byte(char byte)
{
    uint8_t c = (uint8_t)byte;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c >= 0x80;
}

static span
skip_space(span text)
{
    while (text.size && (text.data[0] == ' ' || (text.data[0] >= '\t' && text.data[0] <= '\r')))
        text = (span){text.data + 1, text.size - 1};
    return text;
}

// Notes the member behind a receiver: `.x`, `->x`, `?.x`, `?->x`, `!!.x`.
static void
note_member(struct extraction *x, uint32_t end)
{
    static const char *const operators[] = {"->", ".", "?.", "?->", "!!.", "!."};
    span rest = skip_space(span_slice(x->file->contents, end, x->file->contents.size));
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!span_starts(rest, operators[i]))
            continue;
        rest = skip_space(span_slice(rest, strlen(operators[i]), rest.size));
        size_t size = rest.size && rest.data[0] == '#'; // a private one of JavaScript
        while (size < rest.size && is_name_byte(rest.data[size]))
            size++;
        span after = skip_space(span_slice(rest, size, rest.size));
        if (size && !span_starts(after, "("))
            note_use(x, frame_top(x)->symbol, span_slice(rest, 0, size));
        return;
    }
}

// Whether the innermost entity is a method whose type is around it.
static bool
is_in_method(const struct extraction *x, uint32_t symbol)
{
    const fact_symbol *facts = &x->facts.symbols[symbol];
    return entity_kind_is_callable((entity_kind)facts->kind) && facts->parent != FACT_NONE &&
           entity_kind_is_type((entity_kind)x->facts.symbols[facts->parent].kind);
}

// A name that stands alone, where members are in scope: not `a.name`, not `name(`.
static void
note_own_name(struct extraction *x, uint32_t symbol, span name)
{
    span all = x->file->contents;
    size_t start = (size_t)(name.data - all.data);
    bool is_member = start && all.data[start - 1] == '.';
    span rest = span_slice(all, start + name.size, all.size);
    if (!is_member && !span_starts(rest, "("))
        note_use(x, symbol, name);
}

void
measure_member(struct extraction *x, const rule *rule, TSNode node)
{
    if (rule->flags & RULE_SELF) {
        note_member(x, ts_node_end_byte(node));
        return;
    }
    uint32_t symbol = x->frames[x->frame_count - 1].symbol;
    const struct language *language = x->compiled->language;
    bool is_in_scope = language->flags & LANGUAGE_MEMBERS_IN_SCOPE && !rule->enter;
    span receiver = x->entities[symbol].receiver;
    if (!symbol || (!receiver.size && !language->receiver && !is_in_scope))
        return;
    span name = extract_text(x, node);
    if (name.size && name.data[0] == '@')
        note_use(x, symbol, name);
    else if (receiver.size ? span_equal(name, receiver) : language->receiver && span_is(name, language->receiver))
        note_member(x, ts_node_end_byte(node));
    else if (is_in_scope && is_in_method(x, symbol))
        note_own_name(x, symbol, name);
}

// ---- when names are bound

// Where members are in scope, what a reference starts at may be one of them.
static void
note_references(struct extraction *x)
{
    if (!(x->compiled->language->flags & LANGUAGE_MEMBERS_IN_SCOPE))
        return;
    for (uint32_t i = 0; i < x->facts.reference_count; i++) {
        const fact_reference *reference = &x->facts.references[i];
        bool is_called = reference->kind == REFERENCE_CALL;
        if (reference->kind != REFERENCE_VALUE && !is_called)
            continue;
        const fact_expression *root = &x->facts.expressions[reference->expression];
        for (int up = 0; up < OPERANDS_CLIMBED_MAX && root->operand != FACT_NONE; up++, is_called = false)
            root = &x->facts.expressions[root->operand];
        if (root->op == EXPRESSION_SYMBOL && x->facts.symbols[root->name].kind == ENTITY_FIELD)
            note_use(x, reference->from, extract_symbol_name(x, root->name));
        else if (root->op == EXPRESSION_NAME && !is_called)
            note_use(x, reference->from, intern_text(x->facts.strings, root->name));
    }
}

// The method that a use in `symbol` belongs to, or FACT_NONE.
static uint32_t
method_around(const struct extraction *x, uint32_t symbol)
{
    for (int up = 0; up < PARENTS_CLIMBED_MAX && symbol && symbol != FACT_NONE; up++) {
        const fact_symbol *facts = &x->facts.symbols[symbol];
        if (!entity_kind_is_callable((entity_kind)facts->kind))
            return FACT_NONE;
        if (facts->owner != FACT_NONE || is_in_method(x, symbol))
            return symbol;
        symbol = facts->parent;
    }
    return FACT_NONE;
}

static int
compare_uses(const void *a, const void *b)
{
    const struct field_use *left = a, *right = b;
    if (left->symbol != right->symbol)
        return left->symbol < right->symbol ? -1 : 1;
    return (left->field > right->field) - (left->field < right->field);
}

// Whether the type around a method is whole in this file, as far as its fields go.
static bool
is_whole(const struct extraction *x, uint32_t symbol)
{
    const fact_symbol *facts = &x->facts.symbols[symbol];
    return facts->owner == FACT_NONE && is_in_method(x, symbol) && x->facts.symbols[facts->parent].kind != ENTITY_IMPL;
}

// A bit for what types declare, so that most names that are no fields go before anything is sorted.
struct declared {
    uint64_t bits[DECLARED_BITS / 64];
};

static uint32_t
declared_bit(uint32_t type, uint32_t field)
{
    return (type * 31 ^ field) % DECLARED_BITS;
}

static void
note_declared(struct extraction *x, struct declared *declared)
{
    for (uint32_t i = 1; i < x->facts.symbol_count; i++) {
        const fact_symbol *facts = &x->facts.symbols[i];
        if (facts->kind != ENTITY_FIELD || !facts->parent || facts->parent == FACT_NONE)
            continue;
        struct field_use field = {facts->parent, field_hash(extract_symbol_name(x, i))};
        uint32_t bit = declared_bit(field.symbol, field.field);
        declared->bits[bit / 64] |= UINT64_C(1) << bit % 64;
        extraction_make_room(&x->uses, x->use_count, &x->use_capacity, sizeof *x->uses);
        x->uses[x->use_count++] = field;
    }
}

// Turns uses into those of methods, and adds what types declare; sorted, each once.
static void
settle_uses(struct extraction *x)
{
    struct declared declared = {0};
    uint32_t kept = 0, use_count = x->use_count;
    note_declared(x, &declared);
    for (uint32_t i = 0; i < x->use_count; i++) {
        struct field_use use = x->uses[i];
        if (i < use_count && (use.symbol = method_around(x, use.symbol)) == FACT_NONE)
            continue;
        if (i < use_count && is_whole(x, use.symbol)) {
            uint32_t bit = declared_bit(x->facts.symbols[use.symbol].parent, use.field);
            if (!(declared.bits[bit / 64] >> bit % 64 & 1))
                continue;
        }
        x->uses[kept++] = use;
    }
    x->use_count = kept;
    if (x->use_count)
        qsort(x->uses, x->use_count, sizeof *x->uses, compare_uses);
    kept = 0;
    for (uint32_t i = 0; i < x->use_count; i++) {
        if (!kept || compare_uses(&x->uses[kept - 1], &x->uses[i]) != 0)
            x->uses[kept++] = x->uses[i];
    }
    x->use_count = kept;
}

static bool
declares(const struct extraction *x, uint32_t type, uint32_t field)
{
    struct field_use wanted = {type, field};
    return bsearch(&wanted, x->uses, x->use_count, sizeof wanted, compare_uses) != NULL;
}

void
measure_end(struct extraction *x)
{
    note_references(x);
    settle_uses(x);
    for (uint32_t i = 0; i < x->use_count;) {
        uint32_t symbol = x->uses[i].symbol, count = 0;
        struct entity *entity = &x->entities[symbol];
        bool is_narrowed = is_whole(x, symbol);
        entity->fields = (uint32_t)x->fields.size;
        for (; i < x->use_count && x->uses[i].symbol == symbol; i++) {
            uint32_t field = x->uses[i].field;
            if (count == FIELDS_MAX || (is_narrowed && !declares(x, x->facts.symbols[symbol].parent, field)))
                continue;
            buffer_put_byte(&x->fields, (uint8_t)(field >> 16));
            buffer_put_byte(&x->fields, (uint8_t)(field >> 8));
            buffer_put_byte(&x->fields, (uint8_t)field);
            count++;
        }
        entity->field_bytes = count * FIELD_HASH_BYTES;
    }
}
