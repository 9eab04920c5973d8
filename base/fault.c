#include "base/fault.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { FAULTS_MAX = 8, FAULT_TEXT_MAX = 128 };

struct fault {
    char point[FAULT_TEXT_MAX];
    char subject[FAULT_TEXT_MAX]; // "=text"
    bool is_always;
    uint64_t nth, seen;
    char action[FAULT_TEXT_MAX];
    int argument;
};

static struct fault faults[FAULTS_MAX];
static unsigned fault_count;

static bool
is_action(struct fault *fault)
{
    static const char *const plain[] = {"kill", "stop", "abort", "drop", "dup", "reorder"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strcmp(fault->action, plain[i]) == 0)
            return true;
    }
    return sscanf(fault->action, "errno=%d", &fault->argument) == 1 ||
           sscanf(fault->action, "delay=%d", &fault->argument) == 1;
}

static bool
read_fault(const char *text, struct fault *fault)
{
    char nth[FAULT_TEXT_MAX];
    *fault = (struct fault){.nth = 0};
    if (sscanf(text, "%127[^:]:%127[^:]:%127[^:,]", fault->point, nth, fault->action) != 3)
        return false;
    fault->is_always = strcmp(nth, "*") == 0;
    if (nth[0] == '=')
        snprintf(fault->subject, sizeof fault->subject, "%s", nth + 1);
    else if (!fault->is_always)
        fault->nth = strtoull(nth, NULL, 10);
    return is_action(fault) && (fault->is_always || fault->subject[0] || fault->nth > 0);
}

status
fault_open(void)
{
    const char *text = getenv("SLUICE_FAULT");
    fault_count = 0;
    while (text && *text) {
        if (fault_count == FAULTS_MAX || !read_fault(text, &faults[fault_count]))
            return STATUS_INVALID;
        fault_count++;
        text = strchr(text, ',');
        text = text ? text + 1 : NULL;
    }
    return STATUS_OK;
}

static fault_action
act(const struct fault *fault)
{
    const char *action = fault->action;
    if (strcmp(action, "kill") == 0)
        raise(SIGKILL);
    if (strcmp(action, "stop") == 0)
        raise(SIGSTOP);
    if (strcmp(action, "abort") == 0)
        abort();
    if (strncmp(action, "delay", 5) == 0) {
        struct timespec time = {fault->argument / 1000, (long)(fault->argument % 1000) * 1000000};
        nanosleep(&time, NULL);
    }
    return strcmp(action, "drop") == 0             ? FAULT_DROP
           : strcmp(action, "dup") == 0            ? FAULT_DUP
           : strcmp(action, "reorder") == 0        ? FAULT_REORDER
           : strncmp(action, "errno", 5) == 0      ? FAULT_ERRNO
                                                   : FAULT_NONE;
}

fault_action
fault_at_subject(const char *point, span subject)
{
    for (unsigned i = 0; i < fault_count; i++) {
        struct fault *fault = &faults[i];
        if (strcmp(fault->point, point) != 0)
            continue;
        fault->seen++;
        bool is_due = fault->is_always || fault->seen == fault->nth ||
                      (fault->subject[0] && span_is(subject, fault->subject));
        if (is_due)
            return act(fault);
    }
    return FAULT_NONE;
}

fault_action
fault_at(const char *point)
{
    return fault_at_subject(point, (span){"", 0});
}
