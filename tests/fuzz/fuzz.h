// fuzz - a bounded run of a libFuzzer entry without libFuzzer: inputs are golden sources, mutated by a seeded
// generator.
//
//   SLUICE_FUZZ_RUNS   how many inputs (default 2000)
//   SLUICE_FUZZ_SEED   the seed, as it was printed (default 1): the same seed gives the same inputs
//   fuzz_<name> FILE ...   runs these inputs instead, for what libFuzzer or a failed run left
// A run that fails leaves its input in the file fuzz-<name>.input of the working folder.
#ifndef SLUICE_TESTS_FUZZ_H
#define SLUICE_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

// The fuzzed code, as libFuzzer calls it.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifndef SLUICE_FUZZER

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FUZZ_CORPUS_MAX = 1024, FUZZ_INPUT_MAX = 64 * 1024, FUZZ_MUTATIONS_MAX = 8 };

static span fuzz_corpus[FUZZ_CORPUS_MAX];
static uint32_t fuzz_corpus_count;
static uint64_t fuzz_state;

static inline uint64_t
fuzz_random(void)
{
    fuzz_state ^= fuzz_state << 13;
    fuzz_state ^= fuzz_state >> 7;
    return fuzz_state ^= fuzz_state << 17;
}

static inline size_t
fuzz_below(size_t bound)
{
    return bound ? (size_t)(fuzz_random() % bound) : 0;
}

// Adds an input to the corpus, copying it.
static inline void
fuzz_add(span input)
{
    if (fuzz_corpus_count == FUZZ_CORPUS_MAX)
        return;
    char *copy = malloc(input.size + 1);
    memcpy(copy, input.data, input.size);
    fuzz_corpus[fuzz_corpus_count++] = (span){copy, input.size};
}

static inline buffer
fuzz_read(const char *path)
{
    buffer text = {0};
    FILE *file = fopen(path, "rb");
    if (!file)
        return text;
    size_t size;
    while ((size = fread(buffer_reserve(&text, 65536), 1, 65536, file)) > 0)
        buffer_commit(&text, size);
    fclose(file);
    return text;
}

// One of many small damages. What is inserted comes from elsewhere in the corpus, so that languages mix.
static inline void
fuzz_mutate(buffer *text)
{
    span other = fuzz_corpus[fuzz_below(fuzz_corpus_count)];
    size_t at = fuzz_below(text->size), size = fuzz_below(fuzz_below(4) ? 16 : 512);
    switch (fuzz_below(6)) {
    case 0: // a byte becomes another
        if (text->size)
            text->data[at] = (char)fuzz_random();
        break;
    case 1: // a bit flips
        if (text->size)
            text->data[at] ^= (char)(1 << fuzz_below(8));
        break;
    case 2: // a part goes away
        size = size < text->size - at ? size : text->size - at;
        memmove(text->data + at, text->data + at + size, text->size - at - size);
        text->size -= size;
        break;
    case 3: { // a part of another comes in
        size_t from = fuzz_below(other.size);
        size = size < other.size - from ? size : other.size - from;
        buffer_reserve(text, size);
        memmove(text->data + at + size, text->data + at, text->size - at);
        memcpy(text->data + at, other.data + from, size);
        text->size += size;
        break;
    }
    case 4: // a part comes again
        size = size < text->size - at ? size : text->size - at;
        buffer_reserve(text, size);
        memmove(text->data + at + size, text->data + at, text->size - at);
        text->size += size;
        break;
    default: // the end is cut off
        text->size = at;
    }
}

static inline void
fuzz_keep(const char *name, span input)
{
    char path[64];
    snprintf(path, sizeof path, "fuzz-%s.input", name);
    FILE *file = fopen(path, "wb");
    if (!file)
        return;
    fwrite(input.data, 1, input.size, file);
    fclose(file);
}

// Runs one input from memory of exactly its size, so that a sanitizer sees every byte read beyond it.
static inline void
fuzz_one(const char *name, span input)
{
    char *exact = malloc(input.size ? input.size : 1);
    memcpy(exact, input.data, input.size);
    fuzz_keep(name, input);
    LLVMFuzzerTestOneInput((const uint8_t *)exact, input.size);
    free(exact);
}

static inline uint64_t
fuzz_setting(const char *variable, uint64_t fallback)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : fallback;
}

// Runs the files that are named, or as many mutations of the corpus as the environment says. Returns the exit
// status.
static inline int
fuzz_run(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        buffer text = fuzz_read(argv[i]);
        LLVMFuzzerTestOneInput((const uint8_t *)buffer_span(&text).data, text.size);
        buffer_fini(&text);
    }
    uint64_t runs = argc > 1 ? 0 : fuzz_setting("SLUICE_FUZZ_RUNS", 2000),
             seed = fuzz_setting("SLUICE_FUZZ_SEED", 1);
    fuzz_state = seed * 0x9E3779B97F4A7C15u | 1;
    printf("fuzz.%s: %" PRIu64 " runs, seed %" PRIu64 ", %u inputs\n", name, runs, seed, fuzz_corpus_count);
    fflush(stdout);
    buffer text = {0};
    for (uint64_t run = 0; run < runs && fuzz_corpus_count; run++) {
        buffer_clear(&text);
        buffer_put_span(&text, fuzz_corpus[fuzz_below(fuzz_corpus_count)]);
        for (size_t left = fuzz_below(FUZZ_MUTATIONS_MAX) + 1; left > 0 && text.size < FUZZ_INPUT_MAX; left--)
            fuzz_mutate(&text);
        fuzz_one(name, buffer_span(&text));
    }
    buffer_fini(&text);
    for (uint32_t i = 0; i < fuzz_corpus_count; i++)
        free((char *)fuzz_corpus[i].data);
    char path[64];
    snprintf(path, sizeof path, "fuzz-%s.input", name);
    if (argc == 1)
        remove(path);
    return !fuzz_corpus_count;
}

#endif
#endif
