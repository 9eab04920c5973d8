// sluice-sink RELATION: one binary, five processes.
#include "stages/sink/sink.h"

#include <stdio.h>

#include "base/params.h"

int
main(int argc, char **argv)
{
    relation relation;
    if (argc < 2 || !relation_find(argv[1], &relation)) {
        fprintf(stderr, "usage: sluice-sink RELATION [OPTION...]\nrelations:");
        for (int i = 0; i < RELATION_COUNT; i++)
            fprintf(stderr, " %s", relation_infos[i].name);
        fprintf(stderr, "\n");
        return EXIT_USAGE;
    }
    char input[64];
    snprintf(input, sizeof input, "sink-%s", relation_infos[relation].name);
    sink_set_relation(relation);
    return stage_main(argc, argv, &sink_stage, input, relation);
}
