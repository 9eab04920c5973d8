#include <stdio.h>

#include "base/fault.h"
#include "base/log.h"
#include "broker/coordinator.h"

int
main(int argc, char **argv)
{
    params params;
    if (params_read(&params, PARAM_FOR_STAGES | PARAM_FOR_INDEX, &argc, argv) != STATUS_OK)
        return EXIT_USAGE;
    log_open("coordinator", params.quiet ? LOG_LEVEL_WARN : params.verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
    if (fault_open() != STATUS_OK) {
        log_error("FAULT", "remedy=\"SLUICE_FAULT=point:nth:action, see base/fault.h\"");
        return EXIT_USAGE;
    }
    return coordinator_run(&params);
}
