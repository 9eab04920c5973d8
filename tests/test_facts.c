// Facts as bytes: what is packed is unpacked again; nothing that points outside of itself, and nothing cut
// off, is accepted.
#include "tests/support.h"

#include "schema/facts.h"

static const span path = {"src/a.go", 8};

static uint32_t
text(facts *facts, const char *value)
{
    return intern_add(facts->strings, span_of(value));
}

// A file with one of everything.
static int
setup(void **state)
{
    facts *made = calloc(1, sizeof *made);
    facts_init(made);
    facts_clear(made, LANGUAGE_GO);
    uint32_t file = text(made, "a"), run = text(made, "run"), module = text(made, "net/http");
    made->package = text(made, "main");
    facts_add_symbol(made, &(fact_symbol){.id_high = 1,
                                          .id_low = 2,
                                          .name = file,
                                          .kind = ENTITY_MODULE,
                                          .flags = SYMBOL_FILE,
                                          .parent = FACT_NONE,
                                          .owner = FACT_NONE,
                                          .type = FACT_NONE,
                                          .parameters = FACT_NONE,
                                          .end = 100,
                                          .line = 1});
    uint32_t name = facts_add_expression(made, EXPRESSION_NAME, run, FACT_NONE);
    facts_add_symbol(made, &(fact_symbol){.id_high = UINT32_MAX,
                                          .id_low = UINT32_MAX,
                                          .name = run,
                                          .kind = ENTITY_METHOD,
                                          .parent = 0,
                                          .owner = name,
                                          .type = name,
                                          .parameters = 3, // `argument` below
                                          .arity_min = 1,
                                          .arity_max = 3,
                                          .start = 10,
                                          .end = 90,
                                          .line = 2});
    uint32_t symbol = facts_add_expression(made, EXPRESSION_SYMBOL, 1, FACT_NONE);
    uint32_t member = facts_add_expression(made, EXPRESSION_MEMBER, run, symbol);
    uint32_t argument = facts_add_expression(made, EXPRESSION_ARGUMENT, FACT_NONE, name);
    facts_add_expression(made, EXPRESSION_GENERIC, argument, name);
    uint32_t call = facts_add_expression(made, EXPRESSION_CALL, argument, member);
    facts_add_expression(made, EXPRESSION_FUNCTION, argument, FACT_NONE);
    facts_add_expression(made, EXPRESSION_LAMBDA, 2, call);
    facts_add_expression(made, EXPRESSION_PARAMETER, 1 << 8 | 1, call);
    facts_add_expression(made, EXPRESSION_QUALIFIED, QUALIFIED_CONST | QUALIFIED_REFERENCE, call);
    facts_add_reference(made, &(fact_reference){REFERENCE_CALL, 1, member, FACT_NONE, 20, 3, argument});
    facts_add_reference(made, &(fact_reference){REFERENCE_TYPE, 0, name, 2, UINT32_MAX, UINT32_MAX, FACT_NONE});
    facts_add_import(made, &(fact_import){IMPORT_MODULE, module, FACT_NONE, file, 0, 1});
    facts_add_import(made, &(fact_import){IMPORT_WILDCARD, module, run, FACT_NONE, 1, 2});
    *state = made;
    return 0;
}

static int
teardown(void **state)
{
    facts_fini(*state);
    free(*state);
    return 0;
}

static status
unpack_as(const facts *from, facts *to)
{
    buffer packed = {0};
    span read_path;
    facts_pack(&packed, from, path);
    facts_init(to);
    status result = facts_unpack(to, buffer_span(&packed), &read_path);
    buffer_fini(&packed);
    return result;
}

static status
unpacked(const facts *from)
{
    facts again;
    status result = unpack_as(from, &again);
    facts_fini(&again);
    return result;
}

static void
facts_are_read_back(void **state)
{
    const facts *made = *state;
    facts again;
    assert_int_equal(unpack_as(made, &again), STATUS_OK);
    assert_int_equal(again.language, LANGUAGE_GO);
    assert_true(span_is(intern_text(again.strings, again.package), "main"));
    assert_int_equal(again.symbol_count, 2);
    assert_memory_equal(again.symbols, made->symbols, 2 * sizeof *made->symbols);
    assert_int_equal(again.expression_count, 10);
    assert_memory_equal(again.expressions, made->expressions, 10 * sizeof *made->expressions);
    assert_int_equal(again.reference_count, 2);
    assert_memory_equal(again.references, made->references, 2 * sizeof *made->references);
    assert_int_equal(again.import_count, 2);
    assert_memory_equal(again.imports, made->imports, 2 * sizeof *made->imports);
    facts_fini(&again);
}

static void
the_path_is_bytes(void **state)
{
    buffer packed = {0};
    facts again;
    span read_path, strange = {"a\n\xff\0.c", 6};
    facts_init(&again);
    facts_pack(&packed, *state, strange);
    assert_int_equal(facts_unpack(&again, buffer_span(&packed), &read_path), STATUS_OK);
    assert_true(span_equal(read_path, strange));
    facts_fini(&again);
    buffer_fini(&packed);
}

static void
unpacking_forgets_what_was_there(void **state)
{
    buffer packed = {0};
    facts again;
    span read_path;
    facts_init(&again);
    facts_pack(&packed, *state, path);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(facts_unpack(&again, buffer_span(&packed), &read_path), STATUS_OK);
        assert_int_equal(again.symbol_count, 2);
        assert_int_equal(intern_count(again.strings), 4);
    }
    facts_fini(&again);
    buffer_fini(&packed);
}

static void
what_is_cut_off_anywhere_is_corrupt(void **state)
{
    buffer packed = {0};
    facts again;
    span read_path;
    facts_init(&again);
    facts_pack(&packed, *state, path);
    for (size_t size = 0; size < packed.size; size++) {
        char *cut = malloc(size ? size : 1); // of its own, so that a sanitizer sees a byte read beyond
        memcpy(cut, packed.data, size);
        assert_int_equal(facts_unpack(&again, (span){cut, size}, &read_path), STATUS_CORRUPT);
        free(cut);
    }
    buffer_put_byte(&packed, 0);
    assert_int_equal(facts_unpack(&again, buffer_span(&packed), &read_path), STATUS_CORRUPT);
    facts_fini(&again);
    buffer_fini(&packed);
}

static void
another_version_or_language_is_corrupt(void **state)
{
    buffer packed = {0};
    facts again;
    span read_path;
    facts_init(&again);
    facts_pack(&packed, *state, path);
    packed.data[0] ^= 1;
    assert_int_equal(facts_unpack(&again, buffer_span(&packed), &read_path), STATUS_CORRUPT);
    packed.data[0] ^= 1;
    packed.data[1] = LANGUAGE_COUNT;
    assert_int_equal(facts_unpack(&again, buffer_span(&packed), &read_path), STATUS_CORRUPT);
    facts_fini(&again);
    buffer_fini(&packed);
}

// Sets one field to a value that it may not have, tries, and puts it back.
static void
assert_refused(const facts *made, uint32_t *field, uint32_t value)
{
    uint32_t before = *field;
    *field = value;
    assert_int_equal(unpacked(made), STATUS_CORRUPT);
    *field = before;
    assert_int_equal(unpacked(made), STATUS_OK);
}

static void
no_field_of_a_symbol_may_point_outside(void **state)
{
    facts *made = *state;
    fact_symbol *symbol = &made->symbols[1];
    assert_refused(made, &symbol->name, 4);
    assert_refused(made, &symbol->name, FACT_NONE);
    assert_refused(made, &symbol->kind, ENTITY_KIND_COUNT);
    assert_refused(made, &symbol->parent, 1);
    assert_refused(made, &symbol->parent, FACT_NONE);
    assert_refused(made, &symbol->owner, 10);
    assert_refused(made, &symbol->type, 10);
    assert_refused(made, &symbol->parameters, 10);
    assert_refused(made, &made->symbols[0].parent, 0);
    assert_refused(made, &symbol->line, 0);
}

static void
a_file_has_a_module_with_an_id(void **state)
{
    facts *made = *state;
    made->symbols[0].id_high = 0;
    assert_int_equal(unpacked(made), STATUS_OK);
    assert_refused(made, &made->symbols[0].id_low, 0);
    made->symbol_count = made->reference_count = made->import_count = 0;
    made->expression_count = 1;
    assert_int_equal(unpacked(made), STATUS_CORRUPT);
}

static void
no_field_of_an_expression_may_point_outside(void **state)
{
    facts *made = *state;
    fact_expression *expressions = made->expressions;
    assert_refused(made, &expressions[0].op, EXPRESSION_OP_COUNT);
    assert_refused(made, &expressions[0].name, 4);
    assert_refused(made, &expressions[0].name, FACT_NONE);
    assert_refused(made, &expressions[1].name, 2); // SYMBOL
    assert_refused(made, &expressions[2].name, 4); // MEMBER
    assert_refused(made, &expressions[2].operand, 2);
    assert_refused(made, &expressions[2].operand, 3);
    assert_refused(made, &expressions[3].name, 4); // ARGUMENT
    assert_refused(made, &expressions[4].name, 5); // GENERIC
    assert_refused(made, &expressions[5].name, 6); // CALL
    assert_refused(made, &expressions[6].name, 7); // FUNCTION
}

static void
an_operation_needs_its_operand(void **state)
{
    static const uint32_t ops[] = {EXPRESSION_CALL, EXPRESSION_INSTANCE, EXPRESSION_ELEMENT,
                                   EXPRESSION_CONTAINER, EXPRESSION_GENERIC, EXPRESSION_PARAMETER};
    facts *made = *state;
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        made->expressions[5].op = ops[i];
        assert_refused(made, &made->expressions[5].operand, FACT_NONE);
        uint32_t added = facts_add_expression(made, (expression_op)ops[i], FACT_NONE, FACT_NONE);
        assert_int_equal(made->expressions[added].op, EXPRESSION_UNKNOWN);
        made->expression_count--;
    }
    assert_refused(made, &made->expressions[2].operand, FACT_NONE); // MEMBER
}

static void
no_field_of_a_reference_may_point_outside(void **state)
{
    facts *made = *state;
    fact_reference *reference = &made->references[0];
    assert_refused(made, &reference->kind, REFERENCE_KIND_COUNT);
    assert_refused(made, &reference->from, 2);
    assert_refused(made, &reference->expression, 10);
    assert_refused(made, &reference->values, 10);
    assert_refused(made, &reference->expression, FACT_NONE);
    assert_refused(made, &reference->line, 0);
}

static void
no_field_of_an_import_may_point_outside(void **state)
{
    facts *made = *state;
    fact_import *import = &made->imports[0];
    assert_refused(made, &import->module, 4);
    assert_refused(made, &import->name, 4);
    assert_refused(made, &import->alias, 4);
    assert_refused(made, &import->scope, 2);
    assert_refused(made, &import->line, 0);
    assert_refused(made, &made->package, 4);
}

static void
a_string_twice_is_corrupt(void **state)
{
    // Version, language, path "", no package, two strings "x": not what facts_pack() writes.
    facts again;
    span read_path;
    facts_init(&again);
    assert_int_equal(facts_unpack(&again, (span){"\x02\x01\0\0\x02\x01x\x01x\0\0\0\0", 13}, &read_path),
                     STATUS_CORRUPT);
    facts_fini(&again);
}

static void
a_count_that_cannot_be_is_refused_without_its_memory(void **state)
{
    facts again;
    span read_path;
    facts_init(&again);
    assert_int_equal(facts_unpack(&again,
                                  (span){"\x02\x01\0\0\x01\x01x\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 17},
                                  &read_path),
                     STATUS_CORRUPT);
    assert_int_equal(
        facts_unpack(&again, (span){"\x02\x01\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 14}, &read_path),
        STATUS_CORRUPT);
    facts_fini(&again);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(facts_are_read_back),
        TEST(the_path_is_bytes),
        TEST(unpacking_forgets_what_was_there),
        TEST(what_is_cut_off_anywhere_is_corrupt),
        TEST(another_version_or_language_is_corrupt),
        TEST(no_field_of_a_symbol_may_point_outside),
        TEST(a_file_has_a_module_with_an_id),
        TEST(no_field_of_an_expression_may_point_outside),
        TEST(an_operation_needs_its_operand),
        TEST(no_field_of_a_reference_may_point_outside),
        TEST(no_field_of_an_import_may_point_outside),
        TEST(a_string_twice_is_corrupt),
        TEST(a_count_that_cannot_be_is_refused_without_its_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
