// image - what a generation's questions need at once, as one block of memory that can be a file.
//
// A header, then sections: arrays of numbers and texts that point to each other by index. It is built from
// the rows of a generation (image_build()) and kept beside them as `query.image`, from where later readers
// map it. A file that was not built from exactly this generation, is cut, or does not match its checksum is
// not used. Like the databases it is trusted once its checksum is right. Never changes after it was opened.
#ifndef SLUICE_SERVER_IMAGE_H
#define SLUICE_SERVER_IMAGE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"
#include "schema/rows.h"
#include "schema/store.h"

// Every entity, in the order of numbers (query.h), and one more whose `qualified` is the end of the last
// one's.
typedef struct image_entity {
    uint32_t file; // place of its file, QUERY_NONE for an external one
    uint32_t name; // place in `names`
    uint32_t qualified;
    uint32_t birth;
    uint32_t line_start, line_end;
    uint8_t kind, language, detection;
    uint8_t is_plain; // the qualified name is the name and not stored
} image_entity;

// Every parsed file by path, and one more for the ends of the last one's path and entities.
typedef struct image_file {
    uint64_t size_bytes;
    int64_t modified_ns;
    uint32_t number; // in the databases
    uint32_t path;
    uint32_t error_count, error_bytes;
    uint32_t code_count, test_count;
    uint32_t entity_start;
    uint32_t language, has_coverage;
    uint32_t source_words, entity_words, import_words, comment_words, entity_count;
} image_file;

// Every path that was not parsed, and one more for the end of the last.
typedef struct image_ignored {
    uint32_t path;
    uint32_t reason;
} image_ignored;

// A posting of a term: a name, and what the term is of it.
enum {
    POSTING_PART_MAX = 13, // the parts of a name, from 0; all later ones count as this one
    POSTING_INITIALS = 14,
    POSTING_WHOLE = 15,
    POSTING_BITS = 4,
};

// Trigrams of ^term over 38 characters: start, a to z, 0 to 9, all others.
enum { GRAM_LETTERS = 38, GRAM_COUNT = GRAM_LETTERS * GRAM_LETTERS * GRAM_LETTERS };

enum { ID_CLUSTERS = 1 << 16 };

// SECTION(type, name). `*_starts` are one longer than what they are of: item i is [starts[i], starts[i + 1]).
#define IMAGE_SECTIONS(SECTION)                                                                              \
    SECTION(image_entity, entities)                                                                          \
    SECTION(char, qualified_text)                                                                            \
    SECTION(uint64_t, ids)         /* ascending */                                                           \
    SECTION(uint32_t, id_starts)   /* by the first 16 bits of an id, into ids */                             \
    SECTION(uint32_t, id_entities) /* the entity of each of ids */                                           \
    SECTION(uint32_t, entity_ids)  /* and the other way round */                                             \
    SECTION(image_file, files)                                                                               \
    SECTION(char, path_text)                                                                                 \
    SECTION(image_ignored, ignored)                                                                          \
    SECTION(char, ignored_text)                                                                              \
    SECTION(uint32_t, out_starts)  /* by entity, into the edges */                                           \
    SECTION(uint32_t, edge_to)     /* edges by source, type, target */                                       \
    SECTION(uint8_t, edge_kind)    /* type << 4 | resolution */                                              \
    SECTION(uint32_t, line_starts) /* by edge, into line_bytes */                                            \
    SECTION(char, line_bytes)      /* as edge_row has them */                                                \
    SECTION(uint32_t, in_starts)   /* by entity, into the following two, by type, source */                  \
    SECTION(uint32_t, in_from)                                                                               \
    SECTION(uint32_t, in_edge)     /* number of the edge */                                                  \
    SECTION(uint32_t, name_starts) /* names in the order of words_compare_folded() */                        \
    SECTION(char, name_text)                                                                                 \
    SECTION(uint32_t, named_starts) /* by name, into named */                                                \
    SECTION(uint32_t, named)        /* entities of a name, ascending */                                      \
    SECTION(uint32_t, odd_names)    /* those that a key spells differently */                                \
    SECTION(uint32_t, term_starts)  /* terms in the order of their bytes */                                  \
    SECTION(char, term_text)                                                                                 \
    SECTION(uint32_t, posting_starts) /* by term, into postings */                                           \
    SECTION(uint32_t, postings)       /* name << POSTING_BITS | what the term is of it, ascending */         \
    SECTION(uint32_t, gram_starts)    /* by trigram, into gram_terms */                                      \
    SECTION(uint32_t, gram_terms)     /* ascending */

typedef enum image_section {
#define SECTION(type, name) IMAGE_##name,
    IMAGE_SECTIONS(SECTION)
#undef SECTION
        IMAGE_SECTION_COUNT
} image_section;

typedef struct image {
    // Each section's items; <name>_size is how many there are.
#define SECTION(type, name)                                                                                  \
    const type *name;                                                                                        \
    size_t name##_size;
    IMAGE_SECTIONS(SECTION)
#undef SECTION
    uint32_t entity_count, edge_count, file_count, ignored_count, name_count, term_count;
    const void *bytes;
    size_t byte_count;
    bool is_mapped; // else on the heap
} image;

// What the sections are collected in; byte counts are multiples of their types'.
typedef struct image_parts {
    buffer sections[IMAGE_SECTION_COUNT];
} image_parts;

// Maps the image of a generation, or builds it and leaves it there for others. `seal` is the generation's,
// read and right. STATUS_CORRUPT and what reading can give, with `failure`.
status image_open(const char *generation_path, const store_seal *seal, image **out, char *failure);
void image_destroy(image **self_p);

// Fills `parts` from a generation's rows.
status image_build(const char *generation_path, image_parts *parts, char *failure);

// Fills the sections of names and terms. The `name` of each entity is a place in `names`, which are all
// different; it becomes the place in the section.
void image_build_names(image_parts *parts, const span *names, uint32_t name_count);

// Returns room for `count` items of `bytes` bytes each at the end of a section, zeroed.
void *image_part_alloc(image_parts *parts, image_section section, size_t count, size_t bytes);

// The `i`-th text of a section of texts.
static inline span
image_text(const char *text, const uint32_t *starts, uint32_t i)
{
    return (span){text + starts[i], starts[i + 1] - starts[i]};
}

static inline span
image_name(const image *self, uint32_t name)
{
    return image_text(self->name_text, self->name_starts, name);
}

static inline span
image_path(const image *self, uint32_t file)
{
    uint32_t start = self->files[file].path;
    return (span){self->path_text + start, self->files[file + 1].path - start};
}

// Returns the place of an id in `ids`, or UINT32_MAX.
static inline uint32_t
image_find_id(const uint64_t *ids, const uint32_t *id_starts, uint64_t id)
{
    uint32_t low = id_starts[id >> 48], end = id_starts[(id >> 48) + 1], high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && ids[low] == id ? low : UINT32_MAX;
}

#endif
