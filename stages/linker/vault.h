// vault - arrays that stay where they are until all are forgotten: in memory up to a bound, past it in a
// file.
//
// The file has no name: it is unlinked as soon as it is there, so nothing is left of it however the process
// ends. Its bytes are allocated before they are mapped, so a full disk is an error here and not a signal
// later. What is mapped counts as this process's memory only while it is used: vault_rest() lets go of it
// when more than the bound has come in. Then the system has it in its cache, or on disk. (A disk that cannot
// be read any more ends the process with SIGBUS.)
#ifndef SLUICE_STAGES_LINKER_VAULT_H
#define SLUICE_STAGES_LINKER_VAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef struct vault vault;

enum { VAULT_FAILURE_BYTES = 256 };

// Returns an empty vault without a bound; the caller owns it.
vault *vault_new(void);
// Forgets all arrays, and sets *self_p to NULL; harmless when it already is.
void vault_destroy(vault **self_p);

// How much is in memory at most: of vault_alloc(), of vault_alloc_hot(), and of the file at a time, about.
struct vault_bounds {
    size_t arrays, hot, mapped;
};

// From now on keeps no more than that in memory (at least the arrays that are there), and all else in a file in `folder` (copied).
void vault_bound(vault *self, const char *folder, struct vault_bounds bounds);

// Returns `bytes` zeroed bytes, aligned for any type; NULL when there is no room for them on disk:
// vault_failed().
void *vault_alloc(vault *self, size_t bytes);
// The same for what is looked up all the time, in no order, so that it is worth memory of its own.
void *vault_alloc_hot(vault *self, size_t bytes);

// Lets go of mapped pages when there are too many; call it often, with about how many bytes of the vault were
// looked at since. Any thread may, also while others read what is in the vault.
void vault_rest(vault *self, size_t bytes);

// STATUS_OK, or why the last vault_alloc() failed, with a text (VAULT_FAILURE_BYTES) that names the file.
//   STATUS_NO_SPACE, STATUS_PERMISSION, STATUS_IO
status vault_failed(const vault *self, char *failure);

#endif
