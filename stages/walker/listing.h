// listing - every path under a folder, in byte order, each with a language or the reason why it has none.
//
// The listing is made before any file is read and decides everything that depends on more than one file.
// Symbolic links are never followed, nothing blocks, depth and length of paths have no limit (no recursion,
// three descriptors), and what cannot be looked at is an entry with a reason.
//
// One entry stands for each file, link, or other thing; folders have none, but for those that are not gone
// into, whose path ends in '/': IGNORED_BY_RULE (ignore.h), REPOSITORY_DATA (a folder `.git`; a file of that
// name is the same reason without the slash), OWN_DATABASE, UNREADABLE, VANISHED. Of several reasons the
// first in this order counts: repository data, own database, a rule, symbolic link, not regular, no parser,
// vanished or unreadable, too large. Files of rules that are links or over 4 MiB hold no rules.
//
// The order is that of the paths' bytes, a folder's entries standing where its name and a '/' would.
//
// The language is that of the name (languages.h); a name without a '.' that says nothing is decided by the
// file's #! line. A `.h` file is C or C++ by this rule: take the nearest folder, at or above the file and
// not above the indexed one, that holds, at any depth, a C++ file (by extension, headers such as .hpp
// included) or a `.c` file. If it holds more C++ files than `.c` files, the header is C++; else, and where
// no folder holds either, it is C. Files that are left out by a rule do not count.
#ifndef SLUICE_STAGES_WALKER_LISTING_H
#define SLUICE_STAGES_WALKER_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/status.h"
#include "schema/kinds.h"
#include "schema/languages.h"

typedef struct listing listing;

typedef struct listing_entry {
    uint64_t path_offset; // listing_path() knows
    uint64_t size_bytes;  // as listed; 0 where there is no language
    int64_t modified_ns;  // likewise
    uint32_t path_bytes;
    uint8_t language; // LANGUAGE_NONE: not to be parsed, and `reason` says why
    uint8_t reason;
} listing_entry;

typedef struct listing_options {
    const char *database;    // folder of the run's own database, or NULL
    uint64_t file_bytes_max; // a larger file that has a language is TOO_LARGE
    // Called with the number of paths seen about every 4000 of them; false stops. NULL: nobody asks.
    bool (*progress)(void *context, uint64_t paths);
    void *context;
} listing_options;

// Lists what is under `root`; the caller owns *out.
//   STATUS_NOT_FOUND    there is no such folder
//   STATUS_PERMISSION   it cannot be read
//   STATUS_INTERRUPTED  progress() said so
//   STATUS_IO           the process ran out of descriptors or memory, or the system failed
status listing_make(const char *root, const listing_options *options, listing **out);

// Frees the listing and sets *self_p to NULL; harmless when it already is.
void listing_destroy(listing **self_p);

// The entries, sorted; they live as long as the listing.
uint64_t listing_count(const listing *self);
const listing_entry *listing_at(const listing *self, uint64_t index);

// The path, relative to the root, lent as long as the listing lives.
span listing_path(const listing *self, const listing_entry *entry);

#endif
