// make-prelude: extracts the facts of a prelude (prelude.h) and prints them as C; part of the build.
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "stages/parser/extract.h"

enum { SOURCE_BYTES_MAX = 1 << 20 };

static const char head[] = "#include \"stages/linker/prelude.h\"\n\nstatic const unsigned char bytes[] = {";

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make-prelude SOURCE > C\n");
        return 2;
    }
    static char source[SOURCE_BYTES_MAX];
    FILE *in = fopen(argv[1], "rb");
    if (!in) {
        perror(argv[1]);
        return 1;
    }
    size_t size = fread(source, 1, sizeof source, in);
    fclose(in);
    source_file file = {.path = SPAN_LITERAL("std"), .language = LANGUAGE_RUST, .contents = {source, size}};
    product out = {0};
    extractor *extractor = extractor_new(NULL, NULL);
    status result = extractor_run(extractor, &file, &out);
    if (result != STATUS_OK || out.error_count) {
        fprintf(stderr, "make-prelude: %s: does not parse\n", argv[1]);
        return 1;
    }
    span facts = buffer_span(&out.rows[PRODUCT_FACTS]);
    fputs(head, stdout);
    for (size_t i = 0; i < facts.size; i++)
        printf("%s%u,", i % 24 ? "" : "\n", (unsigned)(unsigned char)facts.data[i]);
    printf("\n};\n\nconst prelude preludes[] = {{LANGUAGE_RUST, \"std\", bytes, sizeof bytes}};\n"
           "const uint32_t prelude_count = 1;\n");
    product_fini(&out);
    extractor_destroy(&extractor);
    return fflush(stdout) ? 1 : 0;
}
