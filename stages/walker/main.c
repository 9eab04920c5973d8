// sluice-walker: lists and reads the tree.
#include "stages/walker/walker.h"

int
main(int argc, char **argv)
{
    return stage_main(argc, argv, &walker_stage, "walker", 0);
}
