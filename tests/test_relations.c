// The tables of relations and kinds are complete, and a row's hash tells key, value and family apart.
#include "tests/support.h"

#include "schema/kinds.h"
#include "schema/relations.h"

static void
there_are_five_relations_with_their_families_in_order(void **state)
{
    static const char *const names[] = {"CodeGraph", "DependencyEdges", "TestEntitiesExcluded",
                                        "FileWordCoverage", "IgnoredFiles"};
    unsigned next = 0;
    assert_int_equal(RELATION_COUNT, 5);
    for (unsigned r = 0; r < RELATION_COUNT; r++) {
        const relation_info *info = &relation_infos[r];
        assert_string_equal(info->name, names[r]);
        assert_int_equal(info->first, next);
        assert_true(info->family_count >= 1 && info->family_count <= 4);
        for (unsigned f = 0; f < info->family_count; f++)
            assert_int_equal(family_infos[next++].relation, r);
    }
    assert_int_equal(next, FAMILY_COUNT);
}

static void
every_family_has_a_name_of_its_own(void **state)
{
    for (unsigned f = 0; f < FAMILY_COUNT; f++) {
        assert_true(family_infos[f].block_kib > 0);
        for (unsigned other = 0; other < f; other++)
            assert_string_not_equal(family_infos[f].name, family_infos[other].name);
    }
}

static void
relations_are_found_by_name(void **state)
{
    relation found;
    assert_true(relation_find("IgnoredFiles", &found));
    assert_int_equal(found, RELATION_IGNORED_FILES);
    assert_false(relation_find("ignoredfiles", &found));
    assert_false(relation_find("", &found));
}

static void
failures_keep_their_texts(void **state)
{
    static const char *const texts[] = {
        "[DB_INSERT] Failed to batch insert %s entities: %s",
        "[DB_INSERT] Failed to batch insert %s dependencies: %s",
        "[v1.6.5] Failed to insert %s excluded tests: %s",
        "[v1.6.5] Failed to insert %s word coverage rows: %s",
        "Warning: Failed to insert %s ignored files: %s",
    };
    for (unsigned r = 0; r < RELATION_COUNT; r++)
        assert_string_equal(relation_infos[r].failure, texts[r]);
}

static void
assert_complete(const char *const *texts, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        assert_non_null(texts[i]);
        assert_true(strlen(texts[i]) > 0);
        for (unsigned other = 0; other < i; other++)
            assert_string_not_equal(texts[i], texts[other]);
    }
}

static void
every_kind_has_a_text_of_its_own(void **state)
{
    assert_complete(entity_kind_texts, ENTITY_KIND_COUNT);
    assert_complete(edge_type_texts, EDGE_TYPE_COUNT);
    assert_complete(resolution_texts, RESOLUTION_COUNT);
    assert_complete(ignore_reason_texts, REASON_COUNT);
    assert_complete(test_detection_texts, DETECTION_COUNT);
}

static void
stored_numbers_stay_what_they_are(void **state)
{
    assert_int_equal(ENTITY_FUNCTION, 1);
    assert_int_equal(ENTITY_EXTERNAL, 18);
    assert_int_equal(EDGE_TESTS, 6);
    assert_int_equal(RESOLUTION_UNRESOLVED, 6);
    assert_int_equal(REASON_PARSER_TIMEOUT, 11);
    assert_int_equal(DETECTION_FRAMEWORK_CALL, 6);
}

static void
facts_are_no_rows(void **state)
{
    assert_false(entity_kind_is_row(ENTITY_NONE));
    assert_true(entity_kind_is_row(ENTITY_FUNCTION));
    assert_true(entity_kind_is_row(ENTITY_EXTERNAL));
    assert_false(entity_kind_is_row(ENTITY_FIELD));
    assert_false(entity_kind_is_row(ENTITY_TYPE_PARAMETER));
}

static void
types_have_members_and_callables_are_called(void **state)
{
    assert_true(entity_kind_is_type(ENTITY_CLASS) && entity_kind_is_type(ENTITY_IMPL));
    assert_true(entity_kind_is_type(ENTITY_TYPE_ALIAS));
    assert_false(entity_kind_is_type(ENTITY_MODULE) || entity_kind_is_type(ENTITY_CONSTRUCTOR));
    assert_true(entity_kind_is_callable(ENTITY_CONSTRUCTOR));
    assert_false(entity_kind_is_callable(ENTITY_MACRO));
}

static void
a_byte_that_moves_from_key_to_value_changes_the_hash(void **state)
{
    uint64_t whole = row_hash(FAMILY_ENTITIES, SPAN_LITERAL("abc"), SPAN_LITERAL("def"));
    assert_true(whole != row_hash(FAMILY_ENTITIES, SPAN_LITERAL("ab"), SPAN_LITERAL("cdef")));
    assert_true(whole != row_hash(FAMILY_ENTITIES, SPAN_LITERAL("abcdef"), SPAN_LITERAL("")));
    assert_true(whole != row_hash(FAMILY_ENTITIES, SPAN_LITERAL(""), SPAN_LITERAL("abcdef")));
    assert_true(whole != row_hash(FAMILY_ENTITIES, SPAN_LITERAL("def"), SPAN_LITERAL("abc")));
    assert_true(whole == row_hash(FAMILY_ENTITIES, SPAN_LITERAL("abc"), SPAN_LITERAL("def")));
}

static void
each_family_hashes_a_row_differently(void **state)
{
    for (unsigned a = 0; a < FAMILY_COUNT; a++) {
        for (unsigned b = 0; b < a; b++)
            assert_true(row_hash((family)a, SPAN_LITERAL("k"), SPAN_LITERAL("v")) !=
                        row_hash((family)b, SPAN_LITERAL("k"), SPAN_LITERAL("v")));
    }
}

static void
tallies_do_not_depend_on_order(void **state)
{
    tally a = {0}, b = {0};
    tally_add(&a, (tally){1, UINT64_MAX});
    tally_add(&a, (tally){1, 5});
    tally_add(&b, (tally){1, 5});
    tally_add(&b, (tally){1, UINT64_MAX});
    assert_true(tally_equal(a, b));
    assert_true(tally_equal(a, (tally){2, 4}));
    assert_false(tally_equal(a, (tally){1, 4}));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_five_relations_with_their_families_in_order),
        cmocka_unit_test(every_family_has_a_name_of_its_own),
        cmocka_unit_test(relations_are_found_by_name),
        cmocka_unit_test(failures_keep_their_texts),
        cmocka_unit_test(every_kind_has_a_text_of_its_own),
        cmocka_unit_test(stored_numbers_stay_what_they_are),
        cmocka_unit_test(facts_are_no_rows),
        cmocka_unit_test(types_have_members_and_callables_are_called),
        cmocka_unit_test(a_byte_that_moves_from_key_to_value_changes_the_hash),
        cmocka_unit_test(each_family_hashes_a_row_differently),
        cmocka_unit_test(tallies_do_not_depend_on_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
