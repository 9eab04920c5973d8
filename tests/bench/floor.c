// floor - what the bare work costs: read each file of a tree, parse it, visit every node once, forget it.
//
//   floor FOLDER
//
// One thread, one TSParser kept from file to file, a tree cursor, malloc as it comes; the same grammars, the same
// build and the same files as `sluice index` (the walker's own listing, so the rule for `.h` too). The listing is
// made before the clock starts. Nothing is extracted, hashed, sent or stored: a pipeline does all that on top.
// Prints one line of key=value; cpu_s is user and system time of the reading, parsing and walking.
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "stages/parser/extract.h"
#include "stages/walker/listing.h"
#include "stages/walker/source.h"

enum { FILE_BYTES_MAX = 64 * 1024 * 1024 }; // as --max-file-bytes says when nobody says anything

struct floor {
    TSParser *parser;
    buffer contents;
    uint64_t files, bytes, nodes;
};

static double
cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// Returns how many nodes a tree has, by visiting them.
static uint64_t
walk(const TSTree *tree)
{
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    uint64_t nodes = 1;
    for (;;) {
        if (ts_tree_cursor_goto_first_child(&cursor)) {
            nodes++;
            continue;
        }
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                ts_tree_cursor_delete(&cursor);
                return nodes;
            }
        }
        nodes++;
    }
}

// False when the parser gives up.
static bool
parse(struct floor *self, const language *language, span contents)
{
    ts_parser_set_language(self->parser, language->grammar());
    TSTree *tree = ts_parser_parse_string(self->parser, NULL, contents.data, (uint32_t)contents.size);
    if (!tree)
        return false;
    self->nodes += walk(tree);
    ts_tree_delete(tree);
    return true;
}

// A manifest has no grammar: it is read.
static void
take_file(struct floor *self, int root, span path, const language *language)
{
    source_facts facts;
    buffer_clear(&self->contents);
    if (source_read(root, path, FILE_BYTES_MAX, &self->contents, &facts) != STATUS_OK ||
        facts.reason != SOURCE_IS_TEXT)
        return;
    span contents = buffer_span(&self->contents);
    if (language && !parse(self, language, contents))
        return;
    self->files++;
    self->bytes += contents.size;
}

static void
take_all(struct floor *self, int root, const listing *listing)
{
    for (uint64_t i = 0; i < listing_count(listing); i++) {
        const listing_entry *entry = listing_at(listing, i);
        const language *language = language_of((language_id)entry->language);
        if (language || entry->language == LANGUAGE_MANIFEST)
            take_file(self, root, listing_path(listing, entry), language);
    }
}

int
main(int argc, char **argv)
{
    log_open("floor", LOG_LEVEL_WARN);
    if (argc != 2) {
        fprintf(stderr, "usage: floor FOLDER\n");
        return 2;
    }
    listing *listing;
    listing_options options = {.file_bytes_max = FILE_BYTES_MAX};
    status result = listing_make(argv[1], &options, &listing);
    int root = open(argv[1], O_RDONLY | O_DIRECTORY);
    if (result != STATUS_OK || root < 0) {
        fprintf(stderr, "floor: %s: %s\n", argv[1], status_text(result));
        return 1;
    }

    struct floor self = {.parser = ts_parser_new()};
    double cpu = cpu_seconds();
    uint64_t start_ms = clock_now_ms();
    take_all(&self, root, listing);
    printf("files=%" PRIu64 " bytes=%" PRIu64 " nodes=%" PRIu64 " cpu_s=%.3f wall_s=%.3f\n", self.files, self.bytes,
           self.nodes, cpu_seconds() - cpu, (double)(clock_now_ms() - start_ms) / 1000);

    ts_parser_delete(self.parser);
    buffer_fini(&self.contents);
    listing_destroy(&listing);
    close(root);
    return 0;
}
