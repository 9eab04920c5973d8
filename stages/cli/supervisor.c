#include "stages/cli/supervisor.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "broker/runfile.h"
#include "schema/generation.h"
#include "schema/relations.h"
#include "stages/cli/process.h"

enum {
    PARSERS_MAX = 256,
    RESTARTS_MAX = 20, // of each parser, on average: a file that kills parsers costs four
    KEEP_MAX = 10,
    DRAIN_MS = 1500,   // how long stages have to leave by themselves
    TERM_MS = 300,     // and then after SIGTERM, before SIGKILL
    KEEP_TERM_MS = 1000, // how long a kept command has after SIGTERM
    OTHERS = 2 + RELATION_COUNT,
};

struct supervisor {
    const params *params;
    char db[STORE_PATH_MAX];
    pid_t coordinator;
    pid_t parsers[PARSERS_MAX];
    pid_t others[OTHERS]; // walker, linker, sinks
    unsigned parser_count, restarts;
    int coordinator_status; // of waitpid()
    bool is_coordinator_gone;
    bool is_incomplete; // a program is not there: the run would wait for it
    int signal; // that ended the run
};

static bool
start_all(struct supervisor *self)
{
    self->coordinator = process_start("sluice-coordinator", NULL);
    unsigned count = 0;
    self->others[count++] = process_start("sluice-walker", NULL);
    self->others[count++] = process_start("sluice-linker", NULL);
    for (int i = 0; i < RELATION_COUNT; i++)
        self->others[count++] = process_start("sluice-sink", relation_infos[i].name);
    for (unsigned i = 0; i < self->parser_count; i++)
        self->parsers[i] = process_start("sluice-parser", NULL);
    bool all = self->coordinator > 0;
    for (unsigned i = 0; i < count; i++)
        all &= self->others[i] > 0;
    return all;
}

// Calls `visit` for each child that lives.
static void
signal_all(const struct supervisor *self, int number)
{
    if (!self->is_coordinator_gone && self->coordinator > 0)
        kill(self->coordinator, number);
    for (unsigned i = 0; i < self->parser_count; i++)
        if (self->parsers[i] > 0)
            kill(self->parsers[i], number);
    for (unsigned i = 0; i < OTHERS; i++)
        if (self->others[i] > 0)
            kill(self->others[i], number);
}

static bool
somebody_lives(const struct supervisor *self)
{
    bool lives = !self->is_coordinator_gone;
    for (unsigned i = 0; i < self->parser_count; i++)
        lives |= self->parsers[i] > 0;
    for (unsigned i = 0; i < OTHERS; i++)
        lives |= self->others[i] > 0;
    return lives;
}

static void
parser_died(struct supervisor *self, unsigned i, bool is_ending)
{
    self->parsers[i] = 0;
    if (is_ending || self->is_incomplete || self->restarts >= RESTARTS_MAX * self->parser_count)
        return;
    self->restarts++;
    process_forget_faults();
    self->parsers[i] = process_start("sluice-parser", NULL);
}

static void
child_died(struct supervisor *self, pid_t child, int wait_status, bool is_ending)
{
    self->is_incomplete |= WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == EXIT_NOT_STARTED;
    if (child == self->coordinator) {
        self->is_coordinator_gone = true;
        self->coordinator_status = wait_status;
        return;
    }
    for (unsigned i = 0; i < OTHERS; i++) {
        if (self->others[i] == child)
            self->others[i] = 0; // the coordinator sees it too, and fails the run
    }
    for (unsigned i = 0; i < self->parser_count; i++) {
        if (self->parsers[i] == child)
            parser_died(self, i, is_ending || (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == EXIT_ORPHANED));
    }
}

static void
reap(struct supervisor *self, bool is_ending)
{
    int wait_status;
    pid_t child;
    while ((child = waitpid(-1, &wait_status, WNOHANG)) > 0)
        child_died(self, child, wait_status, is_ending);
}

// Waits until nobody is left, at most `ms`.
static void
drain(struct supervisor *self, uint64_t ms)
{
    uint64_t deadline = clock_now_ms() + ms;
    reap(self, true);
    while (somebody_lives(self) && clock_now_ms() < deadline) {
        process_wait((int)(deadline - clock_now_ms()) + 1);
        reap(self, true);
    }
}

static void
watch(struct supervisor *self)
{
    while (!self->is_coordinator_gone && !self->is_incomplete && !self->signal) {
        int number = process_wait(-1);
        if (number != SIGCHLD)
            self->signal = number;
        reap(self, self->signal != 0);
    }
    if ((self->signal || self->is_incomplete) && !self->is_coordinator_gone)
        kill(self->coordinator, self->signal ? self->signal : SIGTERM); // it tells the stages, reports, and leaves the old generation alone
}

static uint32_t
current_generation(const struct supervisor *self)
{
    uint32_t number;
    char path[STORE_PATH_MAX];
    return store_generation_current(self->db, &number, path) == STATUS_OK ? number : 0;
}

// After a coordinator that could not clean up: its sockets, its run.json, its half generation. Returns the generation that is
// served now, 0 if there is none.
static uint32_t
clean_up(const struct supervisor *self)
{
    runfile_remove_stale(self->db);
    int lock_fd;
    if (store_lock(self->db, &lock_fd) == STATUS_OK) {
        store_clean(self->db);
        close(lock_fd);
    }
    return current_generation(self);
}

static int
exit_status(const struct supervisor *self)
{
    bool exited = self->is_coordinator_gone && WIFEXITED(self->coordinator_status);
    int code = exited ? WEXITSTATUS(self->coordinator_status) : EXIT_RUN_FAILED;
    if (self->is_incomplete)
        return EXIT_RUN_FAILED;
    bool is_published = exited && (code == EXIT_DONE || code == EXIT_QUARANTINED);
    if (self->signal && !is_published)
        return self->signal == SIGINT ? EXIT_INTERRUPTED : EXIT_TERMINATED;
    return code;
}

static void
set_run_id(void)
{
    uint64_t run = 0;
    char text[24];
    while (!run)
        if (getrandom(&run, sizeof run, 0) != sizeof run)
            run = clock_now_ms() << 20 | (uint64_t)getpid();
    snprintf(text, sizeof text, "%016" PRIx64, run);
    setenv("SLUICE_RUN", text, 1);
}

int
supervisor_run(const params *params)
{
    struct supervisor self = {.params = params, .parser_count = (unsigned)params->parsers};
    assert(self.parser_count > 0 && self.parser_count <= PARSERS_MAX);
    runfile_database(params->db, params->source, self.db, sizeof self.db);
    uint32_t before = current_generation(&self);
    params_export(params);
    set_run_id();
    process_block_signals();
    if (!start_all(&self))
        self.signal = SIGTERM;
    watch(&self);
    drain(&self, DRAIN_MS);
    if (somebody_lives(&self)) {
        signal_all(&self, SIGTERM);
        drain(&self, TERM_MS);
        signal_all(&self, SIGCONT); // one that is stopped dies too
        signal_all(&self, SIGKILL);
        drain(&self, DRAIN_MS);
    }
    bool was_killed = !WIFEXITED(self.coordinator_status);
    if (was_killed) {
        uint32_t after = clean_up(&self);
        if (after != before)
            log_text("sluice: the coordinator died after it had published generation %u, which is whole", after);
        else if (!self.signal)
            log_text("sluice: the coordinator died; nothing was published, the previous generation is as it was");
    }
    return exit_status(&self);
}

int
keep_run(char **argv)
{
    pid_t parent = getppid();
    process_block_signals();
    prctl(PR_SET_PDEATHSIG, SIGTERM); // whoever started us was killed: nothing lives on
    if (getppid() != parent)
        return EXIT_TERMINATED;
    for (int deaths = 0; deaths <= KEEP_MAX; deaths++) {
        pid_t child = process_start_command(argv);
        if (child < 0)
            return EXIT_RUN_FAILED;
        int wait_status = 0, number;
        pid_t gone = 0;
        bool is_ending = false;
        while (gone != child) {
            number = process_wait(is_ending ? KEEP_TERM_MS : -1);
            if (!number) // it is in the midst of a long batch, or stopped
                kill(child, SIGKILL);
            else if (number != SIGCHLD)
                kill(child, number);
            is_ending |= number == SIGTERM || number == SIGINT;
            gone = waitpid(child, &wait_status, WNOHANG);
        }
        if (WIFEXITED(wait_status))
            return WEXITSTATUS(wait_status);
        if (is_ending)
            return EXIT_TERMINATED;
        if (WTERMSIG(wait_status) == SIGTERM || WTERMSIG(wait_status) == SIGINT)
            return 128 + WTERMSIG(wait_status);
        log_text("sluice keep: %s died by signal %d; starting it again (%d of %d)", argv[0], WTERMSIG(wait_status),
                 deaths + 1, KEEP_MAX);
        process_forget_faults();
    }
    return EXIT_RUN_FAILED;
}
