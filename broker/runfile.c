#include "broker/runfile.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "schema/generation.h"

enum { RUNFILE_BYTES_MAX = 512 };

static void
path_of(const char *db, char path[STORE_PATH_MAX])
{
    snprintf(path, STORE_PATH_MAX, "%s/run.json", db);
}

static status
read_text(const char *db, runfile *out)
{
    char path[STORE_PATH_MAX], text[RUNFILE_BYTES_MAX];
    path_of(db, path);
    FILE *file = fopen(path, "r");
    if (!file)
        return STATUS_NOT_FOUND;
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = '\0';
    *out = (runfile){0};
    // Our own file, in our own form: runfile_write() below.
    int end = 0;
    sscanf(text, "{\"run\":\"%" SCNx64 "\",\"pid\":%" SCNu32 ",\"folder\":\"%63[^\"]\"}%n", &out->run, &out->pid,
           out->folder, &end);
    bool is_process = out->pid > 0 && out->pid <= INT32_MAX; // 0 and negative numbers are groups of processes
    return end && is_process ? STATUS_OK : STATUS_CORRUPT;
}

static bool
is_alive(const runfile *values)
{
    return kill((pid_t)values->pid, 0) == 0 || errno != ESRCH;
}

status
runfile_read(const char *db, runfile *out)
{
    status result = read_text(db, out);
    return result == STATUS_OK && !is_alive(out) ? STATUS_NOT_FOUND : result;
}

void
runfile_remove_folder(const char *folder)
{
    const char *name = strrchr(folder, '/');
    DIR *dir = name && strncmp(name, "/sluice-", 8) == 0 ? opendir(folder) : NULL;
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        bool is_ours = strcmp(entry->d_name, "control") == 0 || strcmp(entry->d_name, "walker") == 0 ||
                       strcmp(entry->d_name, "linker") == 0 || strncmp(entry->d_name, "sink-", 5) == 0 ||
                       strncmp(entry->d_name, "parser-", 7) == 0;
        if (is_ours)
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    if (dir) {
        closedir(dir);
        rmdir(folder);
    }
}

void
runfile_remove_stale(const char *db)
{
    runfile values;
    if (read_text(db, &values) != STATUS_OK || is_alive(&values))
        return;
    runfile_remove_folder(values.folder);
    runfile_remove(db);
}

status
runfile_write(const char *db, const runfile *values)
{
    char path[STORE_PATH_MAX], text[RUNFILE_BYTES_MAX];
    path_of(db, path);
    int size = snprintf(text, sizeof text, "{\"run\":\"%016" PRIx64 "\",\"pid\":%" PRIu32 ",\"folder\":\"%s\"}\n",
                        values->run, values->pid, values->folder);
    return store_write_file(path, (span){text, (size_t)size});
}

void
runfile_remove(const char *db)
{
    char path[STORE_PATH_MAX];
    path_of(db, path);
    unlink(path);
}

void
runfile_database(const char *db_option, const char *source, char *out, size_t size)
{
    if (db_option && *db_option)
        snprintf(out, size, "%s", db_option);
    else
        snprintf(out, size, "%s/.sluice", source);
}
