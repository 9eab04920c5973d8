#include <stdbool.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "broker/coordinator.h"

int
main(int argc, char **argv)
{
    params params;
    if (params_read(&params, PARAM_FOR_STAGES | PARAM_FOR_INDEX, &argc, argv) != STATUS_OK)
        return EXIT_USAGE;
    // On a terminal the progress line says what the events would.
    bool is_brief = params.quiet || isatty(STDERR_FILENO);
    log_open("coordinator", params.verbose ? LOG_LEVEL_DEBUG : is_brief ? LOG_LEVEL_WARN : LOG_LEVEL_INFO);
    if (fault_open() != STATUS_OK) {
        log_error("FAULT", "remedy=\"SLUICE_FAULT=point:nth:action, see base/fault.h\"");
        return EXIT_USAGE;
    }
    return coordinator_run(&params);
}
