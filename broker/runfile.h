// runfile - DB/run.json: how stages find the run they belong to.
//
// The coordinator renames it into place when it can be reached, and removes it at the end. One whose coordinator is no
// longer alive is stale, which is normal after a crash, and ignored.
#ifndef SLUICE_BROKER_RUNFILE_H
#define SLUICE_BROKER_RUNFILE_H

#include <stdint.h>

#include "base/status.h"
#include "broker/endpoint.h"

typedef struct runfile {
    uint64_t run;                     // epoch: also in every frame
    uint32_t pid;                     // of the coordinator
    char folder[ENDPOINT_FOLDER_MAX]; // of the sockets
} runfile;

// Reads DB/run.json. STATUS_NOT_FOUND when there is none or its coordinator is gone; STATUS_CORRUPT.
status runfile_read(const char *db, runfile *out);
status runfile_write(const char *db, const runfile *values);
void runfile_remove(const char *db);

// Removes what a dead coordinator left: the folder of its sockets, and run.json. Harmless when it lives.
void runfile_remove_stale(const char *db);

// Removes a folder of sockets: our own names only, then the folder.
void runfile_remove_folder(const char *folder);

// Gives the index folder: the option, else .sluice in the source folder. `out` is at least 4096 bytes.
void runfile_database(const char *db_option, const char *source, char *out, size_t size);

#endif
