// pss - runs a command and says how much memory it and all its descendants held at once, at most.
//
//   pss [--curve CURVE] [--every MS] FILE COMMAND...
//
// Every 20 ms (or MS) the proportional set sizes (smaps_rollup: a page that several processes share counts once) of the
// process and everything below it are added up. FILE gets one line `peak_mb=... samples=...` and, for the highest
// sum, one line `<MB> <name>` for each process. CURVE gets a line of tab-separated figures every second: seconds, MB of all, MB of
// each process by name (processes of one name together), as `name=MB`. Sampling costs CPU time: do not time the same run. The
// exit status is that of the command.
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES_MAX = 32768, SAMPLE_MS = 20, SAMPLE_MS_MAX = 60000, NAMES_MAX = 512 };

struct process {
    int pid, parent;
    bool is_ours;
    long kib;
    char name[24];
};

struct sample {
    struct process processes[NAMES_MAX]; // ours only
    int count;
    long kib;
};

static struct process all[PROCESSES_MAX];

// Reads the first bytes of /proc/PID/<what> as a text; empty when the process is gone.
static void
read_proc(int pid, const char *what, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, what);
    FILE *file = fopen(path, "r");
    size_t got = file ? fread(text, 1, size - 1, file) : 0;
    text[got] = 0;
    if (file)
        fclose(file);
}

// Fills in name and parent. The name stands in parentheses and may hold any byte, so it ends at the last one.
static bool
read_stat(struct process *process)
{
    char text[512];
    read_proc(process->pid, "stat", text, sizeof text);
    char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (!open || !close || close < open)
        return false;
    *close = 0;
    snprintf(process->name, sizeof process->name, "%s", open + 1);
    char state;
    return sscanf(close + 1, " %c %d", &state, &process->parent) == 2;
}

static int
list_processes(void)
{
    int count = 0;
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder && (entry = readdir(folder)) && count < PROCESSES_MAX;) {
        struct process process = {.pid = atoi(entry->d_name)};
        if (process.pid > 0 && read_stat(&process))
            all[count++] = process;
    }
    if (folder)
        closedir(folder);
    return count;
}

static void
mark_descendants(int count, int root)
{
    bool again = true;
    while (again) {
        again = false;
        for (int i = 0; i < count; i++) {
            bool ours = all[i].pid == root;
            for (int j = 0; j < count && !ours; j++)
                ours = all[j].is_ours && all[j].pid == all[i].parent;
            again |= ours && !all[i].is_ours;
            all[i].is_ours |= ours;
        }
    }
}

static long
pss_kib(int pid)
{
    char text[2048];
    read_proc(pid, "smaps_rollup", text, sizeof text);
    const char *at = strstr(text, "\nPss:");
    return at ? atol(at + 5) : 0;
}

static void
take_sample(struct sample *sample, int root)
{
    int count = list_processes();
    mark_descendants(count, root);
    sample->count = 0;
    sample->kib = 0;
    for (int i = 0; i < count && sample->count < NAMES_MAX; i++) {
        if (!all[i].is_ours)
            continue;
        all[i].kib = pss_kib(all[i].pid);
        sample->kib += all[i].kib;
        sample->processes[sample->count++] = all[i];
    }
}

static void
print(FILE *out, const struct sample *peak, long samples)
{
    fprintf(out, "peak_mb=%.1f samples=%ld\n", (double)peak->kib * 1024 / 1e6, samples);
    for (int i = 0; i < peak->count; i++)
        fprintf(out, "%.1f %s\n", (double)peak->processes[i].kib * 1024 / 1e6, peak->processes[i].name);
}

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// Adds the line of one sample to the curve.
static void
print_point(FILE *out, double seconds, const struct sample *sample)
{
    fprintf(out, "%.1f\t%.1f", seconds, (double)sample->kib * 1024 / 1e6);
    for (int i = 0; i < sample->count; i++) {
        long kib = 0;
        bool is_first = true;
        for (int j = 0; j < sample->count; j++) {
            bool is_same = strcmp(sample->processes[i].name, sample->processes[j].name) == 0;
            kib += is_same ? sample->processes[j].kib : 0;
            is_first &= !is_same || j >= i;
        }
        if (is_first)
            fprintf(out, "\t%s=%.1f", sample->processes[i].name, (double)kib * 1024 / 1e6);
    }
    fputc('\n', out);
    fflush(out);
}

// Takes samples until the child ends; returns how it did. Keeps the highest one; `curve` may be NULL.
static int
watch(pid_t child, long every_ms, FILE *curve, struct sample *peak, long *samples)
{
    static struct sample sample;
    int wait_status = 0;
    double start = seconds_now(), next_point = 0;
    while (child > 0 && waitpid(child, &wait_status, WNOHANG) == 0) {
        take_sample(&sample, child);
        ++*samples;
        if (sample.kib > peak->kib)
            *peak = sample;
        double seconds = seconds_now() - start;
        if (curve && seconds >= next_point) {
            print_point(curve, seconds, &sample);
            next_point = seconds + 1;
        }
        nanosleep(&(struct timespec){every_ms / 1000, every_ms % 1000 * 1000000L}, NULL);
    }
    return wait_status;
}

static FILE *
open_output(const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out)
        fprintf(stderr, "pss: %s: %s\n", path, strerror(errno));
    return out;
}

int
main(int argc, char **argv)
{
    long every_ms = SAMPLE_MS, samples = 0;
    FILE *curve = NULL;
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--every") == 0)
            every_ms = atol(argv[at + 1]);
        else if (strcmp(argv[at], "--curve") != 0 || curve || !(curve = open_output(argv[at + 1])))
            return 2;
    }
    if (argc - at < 2 || every_ms < 1 || every_ms > SAMPLE_MS_MAX) {
        fprintf(stderr, "usage: pss [--curve CURVE] [--every MS] FILE COMMAND...\n");
        return 2;
    }
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[at + 1], argv + at + 1);
        fprintf(stderr, "pss: %s: %s\n", argv[at + 1], strerror(errno));
        _exit(127);
    }
    static struct sample peak;
    int wait_status = watch(child, every_ms, curve, &peak, &samples);
    FILE *out = open_output(argv[at]);
    if (!out)
        return 1;
    print(out, &peak, samples);
    fclose(out);
    if (curve)
        fclose(curve);
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}
