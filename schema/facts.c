// Packed form: version, language, path, package, strings, then each array as a count and its records, nearly every field
// a varint.
#include "schema/facts.h"

#include <assert.h>
#include <stdlib.h>

enum { FACTS_VERSION = 2, CAPACITY_MIN = 64, RECORDS_KEPT = 32768 };

void
facts_init(facts *self)
{
    *self = (facts){.strings = intern_new(), .package = FACT_NONE};
}

void
facts_fini(facts *self)
{
    intern_destroy(&self->strings);
    free(self->symbols);
    free(self->expressions);
    free(self->references);
    free(self->imports);
    *self = (facts){0};
}

// What one large file took is not kept for the small ones that follow.
static void
forget_records(void *records_p, uint32_t *capacity)
{
    void **records = records_p;
    if (*capacity <= RECORDS_KEPT)
        return;
    free(*records);
    *records = NULL;
    *capacity = 0;
}

void
facts_clear(facts *self, language_id language)
{
    intern_clear(self->strings);
    forget_records(&self->symbols, &self->symbol_capacity);
    forget_records(&self->expressions, &self->expression_capacity);
    forget_records(&self->references, &self->reference_capacity);
    forget_records(&self->imports, &self->import_capacity);
    self->language = language;
    self->package = FACT_NONE;
    self->symbol_count = self->expression_count = self->reference_count = self->import_count = 0;
}

// Makes room for one more record of `record_bytes` in *records.
static void
make_room(void *records_p, uint32_t count, uint32_t *capacity, size_t record_bytes)
{
    if (count < *capacity)
        return;
    void **records = records_p;
    *capacity = *capacity ? *capacity * 2 : CAPACITY_MIN;
    assert(*capacity > count);
    *records = realloc(*records, *capacity * record_bytes);
    assert(*records);
}

uint32_t
facts_add_symbol(facts *self, const fact_symbol *symbol)
{
    make_room(&self->symbols, self->symbol_count, &self->symbol_capacity, sizeof *symbol);
    self->symbols[self->symbol_count] = *symbol;
    return self->symbol_count++;
}

// Operations that say nothing without an operand.
static bool
needs_operand(uint32_t op)
{
    return op == EXPRESSION_MEMBER || op == EXPRESSION_CALL || op == EXPRESSION_INSTANCE ||
           op == EXPRESSION_ELEMENT || op == EXPRESSION_CONTAINER || op == EXPRESSION_GENERIC ||
           op == EXPRESSION_PARAMETER || op == EXPRESSION_EITHER || op == EXPRESSION_QUALIFIED;
}

uint32_t
facts_add_expression(facts *self, expression_op op, uint32_t name, uint32_t operand)
{
    assert(op < EXPRESSION_OP_COUNT);
    if (needs_operand(op) && operand == FACT_NONE)
        op = EXPRESSION_UNKNOWN;
    make_room(&self->expressions, self->expression_count, &self->expression_capacity,
              sizeof *self->expressions);
    self->expressions[self->expression_count] = (fact_expression){op, name, operand};
    return self->expression_count++;
}

uint32_t
facts_add_reference(facts *self, const fact_reference *reference)
{
    make_room(&self->references, self->reference_count, &self->reference_capacity, sizeof *reference);
    self->references[self->reference_count] = *reference;
    return self->reference_count++;
}

uint32_t
facts_add_import(facts *self, const fact_import *import)
{
    make_room(&self->imports, self->import_count, &self->import_capacity, sizeof *import);
    self->imports[self->import_count] = *import;
    return self->import_count++;
}

// ---- packed records
//
// Most fields are near what they were in the record before, or in another field of their own record: what is
// written is the difference. That makes facts a third of the size of the arrays.

enum { FIELD_BYTES_MAX = 5, RECORD_BYTES_MAX = 16 * FIELD_BYTES_MAX };

static char *
put_number(char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (char)(value | 0x80);
    *at++ = (char)value;
    return at;
}

// Small numbers of either sign as small numbers: 0, -1, 1, -2, 2 (protobuf's ZigZag).
static uint64_t
fold(int64_t step)
{
    return (uint64_t)step << 1 ^ (uint64_t)(step >> 63);
}

static int64_t
unfold(uint64_t folded)
{
    return (int64_t)(folded >> 1) ^ -(int64_t)(folded & 1);
}

// The difference to the last one.
static char *
put_step(char *at, uint32_t value, uint32_t *last)
{
    int64_t step = (int64_t)value - *last;
    *last = value;
    return put_number(at, fold(step));
}

static uint32_t
take_step(reader *in, uint32_t *last)
{
    *last += (uint32_t)unfold(reader_varint(in));
    return *last;
}

// The same for what may be missing, which is 0.
static char *
put_optional(char *at, bool is_there, uint32_t value, uint32_t *last)
{
    if (!is_there)
        return put_number(at, 0);
    int64_t step = (int64_t)value - *last;
    *last = value;
    return put_number(at, fold(step) + 1);
}

static bool
take_optional(reader *in, uint32_t *value, uint32_t *last)
{
    uint64_t folded = reader_varint(in);
    if (folded)
        *value = *last += (uint32_t)unfold(folded - 1);
    return folded != 0;
}

static char *
put_index(char *at, uint32_t index, uint32_t *last)
{
    return put_optional(at, index != FACT_NONE, index, last);
}

static uint32_t
take_index(reader *in, uint32_t *last)
{
    uint32_t index = FACT_NONE;
    take_optional(in, &index, last);
    return index;
}

// Names are numbered as they come, so most are the next one, or one of late. FACT_NONE is far away.
static char *
put_name(char *at, uint32_t name, uint32_t *next)
{
    int64_t back = (int64_t)*next - name;
    if (name >= *next && name != FACT_NONE)
        *next = name + 1;
    return put_number(at, fold(back));
}

static uint32_t
take_name(reader *in, uint32_t *next)
{
    uint32_t name = *next - (uint32_t)unfold(reader_varint(in));
    if (name >= *next && name != FACT_NONE)
        *next = name + 1;
    return name;
}

// What fields of the records before were.
struct last {
    uint32_t name, parent, owner, type, start, line, parameters, id_high, from, expression, values;
};

static char *
put_symbol(char *at, const fact_symbol *symbol, struct last *last)
{
    bool has_id = symbol->id_high || symbol->id_low;
    at = put_name(at, symbol->name, &last->name);
    at = put_number(at, symbol->kind);
    at = put_number(at, symbol->flags);
    at = put_index(at, symbol->parent, &last->parent);
    at = put_index(at, symbol->owner, &last->owner);
    at = put_index(at, symbol->type, &last->type);
    at = put_number(at, symbol->arity_min);
    at = put_number(at, symbol->arity_max);
    at = put_step(at, symbol->start, &last->start);
    at = put_number(at, symbol->end - symbol->start);
    at = put_step(at, symbol->line, &last->line);
    at = put_index(at, symbol->parameters, &last->parameters);
    at = put_optional(at, has_id, symbol->id_high, &last->id_high);
    if (has_id) { // half of a hash: no number would be shorter
        memcpy(at, &symbol->id_low, sizeof symbol->id_low);
        at += sizeof symbol->id_low;
    }
    return at;
}

static void
take_symbol(reader *in, fact_symbol *symbol, struct last *last)
{
    *symbol = (fact_symbol){.name = take_name(in, &last->name)};
    symbol->kind = (uint32_t)reader_varint(in);
    symbol->flags = (uint32_t)reader_varint(in);
    symbol->parent = take_index(in, &last->parent);
    symbol->owner = take_index(in, &last->owner);
    symbol->type = take_index(in, &last->type);
    symbol->arity_min = (uint32_t)reader_varint(in);
    symbol->arity_max = (uint32_t)reader_varint(in);
    symbol->start = take_step(in, &last->start);
    symbol->end = symbol->start + (uint32_t)reader_varint(in);
    symbol->line = take_step(in, &last->line);
    symbol->parameters = take_index(in, &last->parameters);
    if (take_optional(in, &symbol->id_high, &last->id_high)) {
        span low = reader_bytes(in, sizeof symbol->id_low);
        if (low.size)
            memcpy(&symbol->id_low, low.data, low.size);
    }
}

// What the operation's `name` is.
static bool
names_string(uint32_t op)
{
    return op == EXPRESSION_NAME || op == EXPRESSION_MEMBER || op == EXPRESSION_LITERAL;
}

static bool
names_expression(uint32_t op)
{
    return op == EXPRESSION_GENERIC || op == EXPRESSION_ARGUMENT || op == EXPRESSION_CALL || op == EXPRESSION_FUNCTION ||
           op == EXPRESSION_EITHER;
}

static bool
names_number(uint32_t op)
{
    return op == EXPRESSION_SYMBOL || op == EXPRESSION_LAMBDA || op == EXPRESSION_PARAMETER ||
           op == EXPRESSION_QUALIFIED;
}

// The operand is most often the expression before, or none: both are said beside the operation.
enum { OPERAND_NONE = 0x20, OPERAND_BEFORE = 0x40, OPERATION = 0x1f };

static_assert((int)EXPRESSION_OP_COUNT <= (int)OPERATION, "an operation has five bits");

static char *
put_expression(char *at, const fact_expression *expression, uint32_t index, struct last *last)
{
    bool is_before = index > 0 && expression->operand == index - 1;
    bool has_none = expression->operand == FACT_NONE;
    at = put_number(at, expression->op | (has_none ? OPERAND_NONE : is_before ? OPERAND_BEFORE : 0));
    if (!has_none && !is_before)
        at = put_number(at, index - expression->operand);
    if (names_string(expression->op))
        return put_name(at, expression->name, &last->name);
    if (names_expression(expression->op))
        return put_number(at, expression->name == FACT_NONE ? 0 : index - expression->name);
    return names_number(expression->op) ? put_number(at, expression->name) : at;
}

static void
take_expression(reader *in, fact_expression *expression, uint32_t index, struct last *last)
{
    uint32_t first = (uint32_t)reader_varint(in);
    *expression = (fact_expression){.op = first & OPERATION, .name = FACT_NONE, .operand = FACT_NONE};
    if (first & OPERAND_BEFORE)
        expression->operand = index - 1;
    else if (!(first & OPERAND_NONE))
        expression->operand = index - (uint32_t)reader_varint(in);
    if (names_string(expression->op)) {
        expression->name = take_name(in, &last->name);
    } else if (names_expression(expression->op)) {
        uint32_t back = (uint32_t)reader_varint(in);
        expression->name = back ? index - back : FACT_NONE;
    } else if (names_number(expression->op)) {
        expression->name = (uint32_t)reader_varint(in);
    }
}

static char *
put_reference(char *at, const fact_reference *reference, struct last *last)
{
    at = put_number(at, reference->kind);
    at = put_step(at, reference->from, &last->from);
    at = put_step(at, reference->expression, &last->expression);
    at = put_number(at, (uint32_t)(reference->arguments + 1));
    at = put_step(at, reference->start, &last->start);
    at = put_step(at, reference->line, &last->line);
    return put_index(at, reference->values, &last->values);
}

static void
take_reference(reader *in, fact_reference *reference, struct last *last)
{
    reference->kind = (uint32_t)reader_varint(in);
    reference->from = take_step(in, &last->from);
    reference->expression = take_step(in, &last->expression);
    reference->arguments = (uint32_t)reader_varint(in) - 1;
    reference->start = take_step(in, &last->start);
    reference->line = take_step(in, &last->line);
    reference->values = take_index(in, &last->values);
}

static char *
put_import(char *at, const fact_import *import, struct last *last)
{
    at = put_number(at, import->flags);
    at = put_name(at, import->module, &last->name);
    at = put_number(at, (uint32_t)(import->name + 1));
    at = put_number(at, (uint32_t)(import->alias + 1));
    at = put_number(at, import->scope);
    return put_step(at, import->line, &last->line);
}

static void
take_import(reader *in, fact_import *import, struct last *last)
{
    import->flags = (uint32_t)reader_varint(in);
    import->module = take_name(in, &last->name);
    import->name = (uint32_t)reader_varint(in) - 1;
    import->alias = (uint32_t)reader_varint(in) - 1;
    import->scope = (uint32_t)reader_varint(in);
    import->line = take_step(in, &last->line);
}

// Writes the count and then each record by the expression `put`, which moves `at` on.
#define PUT_RECORDS(out, count, put)                                                                                 \
    do {                                                                                                             \
        struct last last = {0};                                                                                      \
        buffer_put_varint(out, count);                                                                               \
        for (uint32_t i = 0; i < (count); i++) {                                                                     \
            char *start = buffer_reserve(out, RECORD_BYTES_MAX), *at = start;                                        \
            at = put;                                                                                                \
            (out)->size += (size_t)(at - start);                                                                     \
        }                                                                                                            \
    } while (0)

// Reads how many records of at least `bytes_min` bytes follow, and makes room for them.
static bool
take_count(reader *in, size_t bytes_min, void *records_p, uint32_t *count, uint32_t *capacity, size_t record_bytes)
{
    uint64_t wanted = reader_varint(in);
    *count = 0;
    if (!in->ok || wanted > (uint64_t)(in->end - in->at) / bytes_min)
        return false;
    void **records = records_p;
    if (wanted > *capacity) {
        *capacity = (uint32_t)wanted;
        *records = realloc(*records, wanted * record_bytes);
        assert(*records);
    }
    *count = (uint32_t)wanted;
    return true;
}

static bool
take_symbols(facts *self, reader *in)
{
    struct last last = {0};
    if (!take_count(in, 13, &self->symbols, &self->symbol_count, &self->symbol_capacity, sizeof *self->symbols))
        return false;
    for (uint32_t i = 0; i < self->symbol_count; i++)
        take_symbol(in, &self->symbols[i], &last);
    return in->ok;
}

static bool
take_expressions(facts *self, reader *in)
{
    struct last last = {0};
    if (!take_count(in, 1, &self->expressions, &self->expression_count, &self->expression_capacity,
                    sizeof *self->expressions))
        return false;
    for (uint32_t i = 0; i < self->expression_count; i++)
        take_expression(in, &self->expressions[i], i, &last);
    return in->ok;
}

static bool
take_references(facts *self, reader *in)
{
    struct last last = {0};
    if (!take_count(in, 7, &self->references, &self->reference_count, &self->reference_capacity,
                    sizeof *self->references))
        return false;
    for (uint32_t i = 0; i < self->reference_count; i++)
        take_reference(in, &self->references[i], &last);
    return in->ok;
}

static bool
take_imports(facts *self, reader *in)
{
    struct last last = {0};
    if (!take_count(in, 6, &self->imports, &self->import_count, &self->import_capacity, sizeof *self->imports))
        return false;
    for (uint32_t i = 0; i < self->import_count; i++)
        take_import(in, &self->imports[i], &last);
    return in->ok;
}

void
facts_pack(buffer *out, const facts *self, span path)
{
    buffer_put_byte(out, FACTS_VERSION);
    buffer_put_varint(out, self->language);
    buffer_put_string(out, path);
    buffer_put_varint(out, (uint32_t)(self->package + 1));
    uint32_t string_count = intern_count(self->strings);
    buffer_put_varint(out, string_count);
    for (uint32_t i = 0; i < string_count; i++)
        buffer_put_string(out, intern_text(self->strings, i));
    PUT_RECORDS(out, self->symbol_count, put_symbol(at, &self->symbols[i], &last));
    PUT_RECORDS(out, self->expression_count, put_expression(at, &self->expressions[i], i, &last));
    PUT_RECORDS(out, self->reference_count, put_reference(at, &self->references[i], &last));
    PUT_RECORDS(out, self->import_count, put_import(at, &self->imports[i], &last));
}

static bool
fits(uint32_t index, uint32_t count)
{
    return index == FACT_NONE || index < count;
}

static bool
symbols_are_sound(const facts *self, uint32_t strings)
{
    for (uint32_t i = 0; i < self->symbol_count; i++) {
        const fact_symbol *symbol = &self->symbols[i];
        bool is_first = i == 0;
        if (!symbol->line || symbol->name >= strings || symbol->kind >= ENTITY_KIND_COUNT ||
            (is_first ? symbol->parent != FACT_NONE : symbol->parent >= i) ||
            !fits(symbol->owner, self->expression_count) || !fits(symbol->type, self->expression_count) ||
            !fits(symbol->parameters, self->expression_count))
            return false;
    }
    // Whatever has no row of its own lies inside of something that has one: in the end, the file.
    return self->symbol_count > 0 && (self->symbols[0].id_high || self->symbols[0].id_low);
}

static bool
expressions_are_sound(const facts *self, uint32_t strings)
{
    for (uint32_t i = 0; i < self->expression_count; i++) {
        const fact_expression *expression = &self->expressions[i];
        if (!fits(expression->operand, i) || (needs_operand(expression->op) && expression->operand == FACT_NONE))
            return false;
        switch (expression->op) {
        case EXPRESSION_NAME:
        case EXPRESSION_MEMBER:
        case EXPRESSION_LITERAL:
            if (expression->name >= strings)
                return false;
            break;
        case EXPRESSION_SYMBOL:
            if (expression->name >= self->symbol_count)
                return false;
            break;
        case EXPRESSION_GENERIC:
        case EXPRESSION_ARGUMENT:
        case EXPRESSION_CALL:
        case EXPRESSION_FUNCTION:
        case EXPRESSION_EITHER:
            if (!fits(expression->name, i))
                return false;
            break;
        default:
            if (expression->op >= EXPRESSION_OP_COUNT)
                return false;
        }
    }
    return true;
}

static bool
references_are_sound(const facts *self)
{
    for (uint32_t i = 0; i < self->reference_count; i++) {
        const fact_reference *reference = &self->references[i];
        if (!reference->line || reference->kind >= REFERENCE_KIND_COUNT || reference->from >= self->symbol_count ||
            reference->expression >= self->expression_count || !fits(reference->values, self->expression_count))
            return false;
    }
    return true;
}

static bool
imports_are_sound(const facts *self, uint32_t strings)
{
    for (uint32_t i = 0; i < self->import_count; i++) {
        const fact_import *import = &self->imports[i];
        if (!import->line || import->module >= strings || !fits(import->name, strings) || !fits(import->alias, strings) ||
            import->scope >= self->symbol_count)
            return false;
    }
    return true;
}

status
facts_unpack(facts *self, span bytes, span *path)
{
    reader in = reader_of(bytes);
    uint8_t version = reader_byte(&in);
    uint64_t language = reader_varint(&in);
    if (!in.ok || version != FACTS_VERSION || language >= LANGUAGE_COUNT)
        return STATUS_CORRUPT;
    facts_clear(self, (language_id)language);
    *path = reader_string(&in);
    self->package = (uint32_t)reader_varint(&in) - 1;
    uint64_t string_count = reader_varint(&in);
    for (uint64_t i = 0; i < string_count && in.ok; i++) {
        if (intern_add(self->strings, reader_string(&in)) != i)
            return STATUS_CORRUPT; // a string twice: not what facts_pack() writes
    }
    uint32_t strings = intern_count(self->strings);
    bool all = take_symbols(self, &in) && take_expressions(self, &in) && take_references(self, &in) && take_imports(self, &in);
    if (!all || in.at != in.end || !fits(self->package, strings) || !symbols_are_sound(self, strings) ||
        !expressions_are_sound(self, strings) || !references_are_sound(self) ||
        !imports_are_sound(self, strings))
        return STATUS_CORRUPT;
    return STATUS_OK;
}
