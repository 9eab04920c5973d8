#include "base/fault.h"

#include <errno.h>
#include <limits.h>
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
    uint64_t argument;
};

static struct fault faults[FAULTS_MAX];
static unsigned fault_count;

// Reads a decimal number that is all of `text`.
static bool
read_number(const char *text, uint64_t maximum, uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *number <= maximum;
}

static bool
is_action(struct fault *fault)
{
    static const char *const plain[] = {"kill", "stop", "abort", "drop", "dup", "reorder"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strcmp(fault->action, plain[i]) == 0)
            return true;
    }
    const char *number = strchr(fault->action, '=');
    bool takes_number = strncmp(fault->action, "errno=", 6) == 0 || strncmp(fault->action, "delay=", 6) == 0;
    return takes_number && read_number(number + 1, INT_MAX, &fault->argument);
}

static bool
read_fault(const char *text, struct fault *fault)
{
    char nth[FAULT_TEXT_MAX];
    int size = 0;
    *fault = (struct fault){.nth = 0};
    sscanf(text, "%127[^:,]:%127[^:]:%127[^:,]%n", fault->point, nth, fault->action, &size);
    if (!size || (text[size] != '\0' && (text[size] != ',' || !text[size + 1])))
        return false;
    fault->is_always = strcmp(nth, "*") == 0;
    if (nth[0] == '=')
        snprintf(fault->subject, sizeof fault->subject, "%s", nth + 1);
    else if (!fault->is_always && !read_number(nth, UINT64_MAX, &fault->nth))
        return false;
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
        struct timespec time = {(time_t)(fault->argument / 1000), (long)(fault->argument % 1000) * 1000000};
        nanosleep(&time, NULL);
    }
    if (strncmp(action, "errno", 5) == 0)
        errno = (int)fault->argument;
    return strcmp(action, "drop") == 0             ? FAULT_DROP
           : strcmp(action, "dup") == 0            ? FAULT_DUP
           : strcmp(action, "reorder") == 0        ? FAULT_REORDER
           : strncmp(action, "errno", 5) == 0      ? FAULT_ERRNO
                                                   : FAULT_NONE;
}

fault_action
fault_at_subject(const char *point, span subject)
{
    const struct fault *due = NULL; // the first of those that are; all of them count
    for (unsigned i = 0; i < fault_count; i++) {
        struct fault *fault = &faults[i];
        if (strcmp(fault->point, point) != 0)
            continue;
        fault->seen++;
        bool is_due = fault->is_always || fault->seen == fault->nth ||
                      (fault->subject[0] && span_is(subject, fault->subject));
        if (is_due && !due)
            due = fault;
    }
    return due ? act(due) : FAULT_NONE;
}

fault_action
fault_at(const char *point)
{
    return fault_at_subject(point, (span){"", 0});
}
