// source - reads one file of the tree for parsing: once, whole, and without trusting what the listing saw.
//
// Nothing on the way to the file and not the file itself may be a symbolic link, it is opened without
// blocking (a FIFO in its place would), looked at before and after reading, and never mapped into memory.
// Paths may be longer than PATH_MAX.
#ifndef SLUICE_STAGES_WALKER_SOURCE_H
#define SLUICE_STAGES_WALKER_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"
#include "schema/kinds.h"

// `reason` of a file that is to be parsed.
enum { SOURCE_IS_TEXT = REASON_COUNT };

typedef struct source_facts {
    int64_t modified_ns; // as it was when the contents were read
    unsigned reason;     // SOURCE_IS_TEXT, or why it is not to be parsed (an ignore_reason)
} source_facts;

// Opens `path`, relative to the folder `root_fd`, for reading, with open(2)'s `flags` on top. Returns the
// descriptor, or -1 and errno: ELOOP where there is a symbolic link.
int source_open(int root_fd, span path, int flags);

// Appends the contents of `path` to `contents` and fills in `facts`; appends nothing when the file is not
// to be parsed. A file that changes while it is read is read again; one that then changes again is
// REASON_UNREADABLE. Other reasons: VANISHED, SYMLINK, NOT_REGULAR, TOO_LARGE (over `bytes_max`), BINARY.
// Logs a [WALK_ERROR] or [TOO_LARGE] line where one is due.
//   STATUS_IO  this process is out of descriptors or memory: nothing is known of the file
status source_read(int root_fd, span path, uint64_t bytes_max, buffer *contents, source_facts *facts);

// True for contents that are no source text whatever the file's name says. Decided by the first 8 KiB: a
// UTF-16 or UTF-32 byte order mark, the magic number of a program, archive, picture or class file; at least
// 4 NULs that are 1 % of the bytes; or at least 16 control bytes that are 5 %. So a stray NUL does not hide
// a file, and no 8-bit encoding does.
bool source_is_binary(span contents);

// Logs "[WALK_ERROR] path: text". After 1000 of these lines and those of source_log_large() a process writes
// no more of them.
void source_log_error(span path, const char *text);

// Logs "[TOO_LARGE] path: N bytes (limit M)".
void source_log_large(span path, uint64_t bytes, uint64_t bytes_max);

#endif
