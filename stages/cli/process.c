#include "stages/cli/process.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static sigset_t
waited_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGCHLD);
    return set;
}

void
process_block_signals(void)
{
    sigset_t set = waited_signals();
    sigprocmask(SIG_BLOCK, &set, NULL);
}

int
process_wait(int timeout_ms)
{
    sigset_t set = waited_signals();
    struct timespec timeout = {timeout_ms / 1000, (long)(timeout_ms % 1000) * 1000000};
    int number;
    do
        number = timeout_ms < 0 ? sigwaitinfo(&set, NULL) : sigtimedwait(&set, NULL, &timeout);
    while (number < 0 && errno == EINTR);
    return number < 0 ? 0 : number;
}

// Gives the path of a program in the folder of the running one.
static bool
sibling(const char *name, char path[PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - 1);
    if (size <= 0)
        return false;
    path[size] = '\0';
    char *slash = strrchr(path, '/');
    return slash && (size_t)snprintf(slash + 1, PATH_MAX - (size_t)(slash + 1 - path), "%s", name) <
                        PATH_MAX - (size_t)(slash + 1 - path);
}

void
process_exec(const char *name, char **argv)
{
    char path[PATH_MAX];
    argv[0] = (char *)name;
    if (sibling(name, path))
        execv(path, argv);
    fprintf(stderr, "sluice: %s cannot be started: %s; it belongs into the folder of sluice itself\n", name,
            strerror(errno));
}

// In the child: what it must not inherit.
static void
become_child(pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
}

pid_t
process_start(const char *name, const char *argument)
{
    char *argv[] = {(char *)name, (char *)argument, NULL};
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        become_child(parent);
        process_exec(name, argv);
        _exit(EXIT_NOT_STARTED);
    }
    if (child < 0)
        fprintf(stderr, "sluice: %s cannot be started: %s\n", name, strerror(errno));
    return child;
}

pid_t
process_start_command(char **argv)
{
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        become_child(parent);
        execvp(argv[0], argv);
        fprintf(stderr, "sluice: %s: %s\n", argv[0], strerror(errno));
        _exit(EXIT_NOT_STARTED);
    }
    if (child < 0)
        fprintf(stderr, "sluice: %s cannot be started: %s\n", argv[0], strerror(errno));
    return child;
}

void
process_forget_faults(void)
{
    const char *faults = getenv("SLUICE_FAULT");
    if (faults && !strstr(faults, ":*:") && !strstr(faults, ":="))
        unsetenv("SLUICE_FAULT");
}
