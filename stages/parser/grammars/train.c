// train - what a build runs to see which way the parsers' branches go (CMakeLists.txt beside it).
//
//   train FOLDER...
//
// Parses every file of the folders that is in one of our languages, in the order of their names, and visits
// every node. Twice, because both ways have to be fast: with the grammar as it comes, as tests/bench/floor.c
// does, and with the dense one of the parser stage. Fails when there is a language without a file, whose
// parser would come out slow.
#include <assert.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>

#include <tree_sitter/api.h>

#include "schema/languages.h"
#include "stages/parser/dense_grammar.h"

enum { FILE_BYTES_MAX = 256 * 1024 }; // a larger one is generated, and outweighs all others

#define GRAMMAR(ID, name) const TSLanguage *tree_sitter_##name(void);
#include "stages/parser/grammars/grammars.def"

static const TSLanguage *(*const grammars[LANGUAGE_COUNT])(void) = {
#define GRAMMAR(ID, name) [LANGUAGE_##ID] = tree_sitter_##name,
#include "stages/parser/grammars/grammars.def"
};

static const TSLanguage *dense[LANGUAGE_COUNT];
static unsigned files_seen[LANGUAGE_COUNT];
static char contents[FILE_BYTES_MAX + 1];

static void
walk(const TSTree *tree)
{
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    bool more = true;
    while (more) {
        more = ts_tree_cursor_goto_first_child(&cursor);
        while (!more && !(more = ts_tree_cursor_goto_next_sibling(&cursor)) &&
               ts_tree_cursor_goto_parent(&cursor))
            ;
    }
    ts_tree_cursor_delete(&cursor);
}

static void
parse(TSParser *parser, const TSLanguage *grammar, span text)
{
    bool known = ts_parser_set_language(parser, grammar);
    assert(known);
    TSTree *tree = ts_parser_parse_string(parser, NULL, text.data, (uint32_t)text.size);
    assert(tree);
    walk(tree);
    ts_tree_delete(tree);
}

static void
take(TSParser *parser, const char *path)
{
    language_id id = language_of_path(span_of(path));
    FILE *file = grammars[id] ? fopen(path, "rb") : NULL;
    if (!file)
        return;
    span text = {contents, fread(contents, 1, sizeof contents, file)};
    fclose(file);
    if (text.size > FILE_BYTES_MAX)
        return;
    if (!dense[id])
        dense[id] = dense_grammar_new(grammars[id]());
    parse(parser, grammars[id](), text);
    parse(parser, dense[id], text);
    files_seen[id]++;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

// Whether there was a file in each language.
static bool
is_complete(void)
{
    bool complete = true;
    for (int id = LANGUAGE_NONE + 1; id < LANGUAGE_COUNT; id++) {
        if (files_seen[id] || id == LANGUAGE_MANIFEST)
            continue;
        fprintf(stderr, "train: there is no file, or no grammar, for %s\n", language_names[id]);
        complete = false;
    }
    return complete;
}

int
main(int argc, char **argv)
{
    FTS *files = argc > 1 ? fts_open(argv + 1, FTS_LOGICAL | FTS_NOCHDIR, by_name) : NULL;
    if (!files) {
        fprintf(stderr, "usage: train FOLDER...\n");
        return 2;
    }
    TSParser *parser = ts_parser_new();
    for (FTSENT *entry; (entry = fts_read(files));) {
        if (entry->fts_info == FTS_F)
            take(parser, entry->fts_path);
    }
    fts_close(files);
    ts_parser_delete(parser);
    for (int id = 0; id < LANGUAGE_COUNT; id++)
        dense_grammar_destroy(&dense[id]);
    return is_complete() ? 0 : 1;
}
