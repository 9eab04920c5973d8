#include "stages/linker/linker_stage.h"

int
main(int argc, char **argv)
{
    return stage_main(argc, argv, &linker_stage, "linker", RELATION_COUNT);
}
