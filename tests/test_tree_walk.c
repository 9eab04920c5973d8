// The walk over subtrees visits what tree-sitter's own cursor visits: the same nodes, symbols and places, in
// the same order, on every golden input of every language, whole and cut off.
#include "tests/support.h"

#include <sys/stat.h>

#include "base/buffer.h"
#include "schema/languages.h"
#include "stages/parser/extract.h"
#include "stages/parser/tree_walk.h"

enum { LANGUAGES_WANTED = 18 };

static tree_walk *walk;
static TSParser *parser;
static uint32_t trees_compared[LANGUAGE_COUNT];

static int
setup_group(void **state)
{
    walk = tree_walk_new();
    parser = ts_parser_new();
    return 0;
}

static int
teardown_group(void **state)
{
    tree_walk_destroy(&walk);
    ts_parser_delete(parser);
    return walk != NULL;
}

static TSTree *
parsed(language_id id, span text)
{
    assert_true(ts_parser_set_language(parser, language_of(id)->grammar()));
    TSTree *tree = ts_parser_parse_string(parser, NULL, text.data, (uint32_t)text.size);
    assert_non_null(tree);
    return tree;
}

static void
assert_same_node(TSNode node, TSSymbol symbol, TSNode expected)
{
    TSPoint start = ts_node_start_point(node), expected_start = ts_node_start_point(expected);
    assert_true(ts_node_eq(node, expected));
    assert_int_equal(symbol, ts_node_symbol(expected));
    assert_int_equal(ts_node_start_byte(node), ts_node_start_byte(expected));
    assert_int_equal(ts_node_end_byte(node), ts_node_end_byte(expected));
    assert_int_equal(start.row, expected_start.row);
    assert_int_equal(start.column, expected_start.column);
}

// Both ways to a node's named children, of which ts_node_named_child() goes through all for each.
static void
assert_same_named_children(TSNode parent)
{
    enum { COMPARED_MAX = 100 };
    uint32_t count = ts_node_named_child_count(parent), seen = 0;
    named_children children;
    TSNode child;
    named_children_begin(&children, parent);
    while (seen < COMPARED_MAX && named_children_next(&children, &child)) {
        TSNode expected = ts_node_named_child(parent, seen++);
        assert_same_node(child, ts_node_symbol(child), expected);
    }
    named_children_end(&children);
    assert_int_equal(seen, count < COMPARED_MAX ? count : COMPARED_MAX);
}

// The cursor's nodes in order, the walk's beside them, with depth counted from enters and leaves.
static void
assert_same_walk(TSTree *tree)
{
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    uint32_t depth = 0;
    TSNode node;
    TSSymbol symbol;
    tree_walk_begin(walk, ts_tree_root_node(tree));
    for (bool more = true; more;) {
        tree_step step = tree_walk_next(walk, &node, &symbol);
        assert_true(step == TREE_ENTER || step == TREE_LEAF);
        assert_int_equal(depth, ts_tree_cursor_current_depth(&cursor));
        assert_same_node(node, symbol, ts_tree_cursor_current_node(&cursor));
        assert_same_named_children(node);
        depth++;
        if (ts_tree_cursor_goto_first_child(&cursor)) {
            assert_int_equal(step, TREE_ENTER);
            continue;
        }
        for (;; step = TREE_ENTER) {
            if (step == TREE_ENTER)
                assert_int_equal(tree_walk_next(walk, &node, &symbol), TREE_LEAVE);
            depth--;
            if (ts_tree_cursor_goto_next_sibling(&cursor))
                break;
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                more = false;
                break;
            }
        }
    }
    assert_int_equal(depth, 0);
    assert_int_equal(tree_walk_next(walk, &node, &symbol), TREE_END);
    assert_int_equal(tree_walk_next(walk, &node, &symbol), TREE_END);
    ts_tree_cursor_delete(&cursor);
}

static int
compare_file(const char *path, const struct stat *info, int type, struct FTW *where)
{
    language_id language = language_of_path(span_of(path));
    if (type != FTW_F || !language_of(language))
        return 0;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    buffer text = {0};
    text.size = fread(buffer_reserve(&text, (size_t)info->st_size + 1), 1, (size_t)info->st_size, file);
    fclose(file);
    span whole = buffer_span(&text);
    for (size_t cut = 0; cut < 3; cut++) { // whole, and in two ways broken
        TSTree *tree = parsed(language, span_slice(whole, 0, whole.size - whole.size * cut / 3));
        assert_same_walk(tree);
        ts_tree_delete(tree);
        trees_compared[language]++;
    }
    buffer_fini(&text);
    return 0;
}

static void
every_golden_input_is_walked_as_the_cursor_does(void **state)
{
    assert_int_equal(nftw(SLUICE_GOLDEN, compare_file, 16, FTW_PHYS), 0);
    uint32_t languages = 0;
    for (int i = 1; i < LANGUAGE_COUNT; i++) {
        if (language_of((language_id)i))
            assert_true(trees_compared[i] >= 15);
        languages += trees_compared[i] > 0;
    }
    assert_int_equal(languages, LANGUAGES_WANTED);
}

static void
an_empty_file_has_a_root_alone(void **state)
{
    TSTree *tree = parsed(LANGUAGE_C, SPAN_LITERAL(""));
    assert_same_walk(tree);
    ts_tree_delete(tree);
}

static void
a_skipped_node_is_left_at_once(void **state)
{
    TSTree *tree = parsed(LANGUAGE_C, SPAN_LITERAL("int f(void) { return 1; } int g;"));
    TSNode node;
    TSSymbol symbol;
    uint32_t entered = 0;
    tree_walk_begin(walk, ts_tree_root_node(tree));
    for (tree_step step; (step = tree_walk_next(walk, &node, &symbol)) != TREE_END;) {
        if (step == TREE_LEAVE)
            continue;
        entered++;
        if (strcmp(ts_node_type(node), "function_definition") == 0)
            tree_walk_skip(walk);
    }
    assert_int_equal(entered, 6); // root, function, declaration and its three parts
    ts_tree_delete(tree);
}

static void
a_skipped_root_ends_the_walk(void **state)
{
    TSTree *tree = parsed(LANGUAGE_C, SPAN_LITERAL("int g;"));
    TSNode node;
    TSSymbol symbol;
    tree_walk_begin(walk, ts_tree_root_node(tree));
    assert_int_equal(tree_walk_next(walk, &node, &symbol), TREE_ENTER);
    tree_walk_skip(walk);
    assert_int_equal(tree_walk_next(walk, &node, &symbol), TREE_LEAVE);
    assert_int_equal(tree_walk_next(walk, &node, &symbol), TREE_END);
    ts_tree_delete(tree);
}

static void
a_walk_may_be_left_and_begun_anew(void **state)
{
    TSTree *tree = parsed(LANGUAGE_C, SPAN_LITERAL("int f(int a) { return a + 1; }"));
    TSNode node;
    TSSymbol symbol;
    for (int steps = 0; steps < 12; steps++) {
        tree_walk_begin(walk, ts_tree_root_node(tree));
        for (int i = 0; i < steps; i++)
            tree_walk_next(walk, &node, &symbol);
        assert_same_walk(tree);
    }
    ts_tree_delete(tree);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_golden_input_is_walked_as_the_cursor_does),
        cmocka_unit_test(an_empty_file_has_a_root_alone),
        cmocka_unit_test(a_skipped_node_is_left_at_once),
        cmocka_unit_test(a_skipped_root_ends_the_walk),
        cmocka_unit_test(a_walk_may_be_left_and_begun_anew),
    };
    return cmocka_run_group_tests(tests, setup_group, teardown_group);
}
