// Packed form: version, language, path, package, strings, then each array as a count and its records, every field
// a varint. Most fields are small numbers, so this is about half the size of the arrays.
#include "schema/facts.h"

#include <assert.h>
#include <stdlib.h>

enum { FACTS_VERSION = 1, CAPACITY_MIN = 64 };

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

void
facts_clear(facts *self, language_id language)
{
    intern_clear(self->strings);
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
           op == EXPRESSION_ELEMENT || op == EXPRESSION_CONTAINER || op == EXPRESSION_GENERIC;
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

// FACT_NONE is 0 in packed form, so that it costs one byte.
static void
put_index(buffer *out, uint32_t index)
{
    buffer_put_varint(out, ((uint64_t)index + 1) & UINT32_MAX);
}

static uint32_t
take_index(reader *in)
{
    return (uint32_t)reader_varint(in) - 1;
}

// Every record is so many 32-bit fields; `is_index` has a bit for each field that may be FACT_NONE.
static void
put_records(buffer *out, const void *records, uint32_t count, size_t record_bytes, uint32_t is_index)
{
    const uint32_t *field = records;
    size_t field_count = record_bytes / sizeof *field;
    buffer_put_varint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        for (size_t f = 0; f < field_count; f++, field++) {
            if (is_index >> f & 1)
                put_index(out, *field);
            else
                buffer_put_varint(out, *field);
        }
    }
}

static bool
take_records(reader *in, void *records_p, uint32_t *count, uint32_t *capacity, size_t record_bytes,
             uint32_t is_index)
{
    uint64_t wanted = reader_varint(in);
    size_t field_count = record_bytes / sizeof(uint32_t);
    if (!in->ok || wanted > (uint64_t)(in->end - in->at) / field_count)
        return false;
    void **records = records_p;
    if (wanted > *capacity) {
        *capacity = (uint32_t)wanted;
        *records = realloc(*records, wanted * record_bytes);
        assert(*records);
    }
    uint32_t *field = *records;
    for (uint64_t i = 0; i < wanted; i++) {
        for (size_t f = 0; f < field_count; f++, field++)
            *field = is_index >> f & 1 ? take_index(in) : (uint32_t)reader_varint(in);
    }
    *count = (uint32_t)wanted;
    return in->ok;
}

enum {
    SYMBOL_INDEXES = 1 << 2 | 1 << 5 | 1 << 6 | 1 << 7,
    EXPRESSION_INDEXES = 1 << 1 | 1 << 2,
    REFERENCE_INDEXES = 1 << 2 | 1 << 3,
    IMPORT_INDEXES = 1 << 1 | 1 << 2 | 1 << 3,
};

void
facts_pack(buffer *out, const facts *self, span path)
{
    buffer_put_byte(out, FACTS_VERSION);
    buffer_put_varint(out, self->language);
    buffer_put_string(out, path);
    put_index(out, self->package);
    uint32_t string_count = intern_count(self->strings);
    buffer_put_varint(out, string_count);
    for (uint32_t i = 0; i < string_count; i++)
        buffer_put_string(out, intern_text(self->strings, i));
    put_records(out, self->symbols, self->symbol_count, sizeof *self->symbols, SYMBOL_INDEXES);
    put_records(out, self->expressions, self->expression_count, sizeof *self->expressions,
                EXPRESSION_INDEXES);
    put_records(out, self->references, self->reference_count, sizeof *self->references, REFERENCE_INDEXES);
    put_records(out, self->imports, self->import_count, sizeof *self->imports, IMPORT_INDEXES);
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
            !fits(symbol->owner, self->expression_count) || !fits(symbol->type, self->expression_count))
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
            reference->expression >= self->expression_count)
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
    self->package = take_index(&in);
    uint64_t string_count = reader_varint(&in);
    for (uint64_t i = 0; i < string_count && in.ok; i++) {
        if (intern_add(self->strings, reader_string(&in)) != i)
            return STATUS_CORRUPT; // a string twice: not what facts_pack() writes
    }
    uint32_t strings = intern_count(self->strings);
    bool all = take_records(&in, &self->symbols, &self->symbol_count, &self->symbol_capacity,
                            sizeof *self->symbols, SYMBOL_INDEXES) &&
               take_records(&in, &self->expressions, &self->expression_count, &self->expression_capacity,
                            sizeof *self->expressions, EXPRESSION_INDEXES) &&
               take_records(&in, &self->references, &self->reference_count, &self->reference_capacity,
                            sizeof *self->references, REFERENCE_INDEXES) &&
               take_records(&in, &self->imports, &self->import_count, &self->import_capacity,
                            sizeof *self->imports, IMPORT_INDEXES);
    if (!all || in.at != in.end || !fits(self->package, strings) || !symbols_are_sound(self, strings) ||
        !expressions_are_sound(self, strings) || !references_are_sound(self) ||
        !imports_are_sound(self, strings))
        return STATUS_CORRUPT;
    return STATUS_OK;
}
