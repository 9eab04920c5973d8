#include "stages/parser/parser.h"

int
main(int argc, char **argv)
{
    char input[64];
    parser_input_name(input, sizeof input);
    return stage_main(argc, argv, &parser_stage, input, RELATION_COUNT);
}
