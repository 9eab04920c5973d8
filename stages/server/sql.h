// sql - SELECT over a published generation: the five relations, and `files`, as SQLite's read-only virtual
// tables.
//
// A statement runs on a connection of its own, in memory, over one snapshot. What it may do is decided by
// SQLite's own authorizer, which knows what a statement means: reading these tables and calling functions is
// allowed, all else is refused before anything runs. Columns are those of schema/columns.def; `files` has
// those listed in sql_tables.c.
//
// What a statement asks of keys, names, paths and types is pushed down (xBestIndex): a join from an entity to
// its callers reads only those. Equality alone is; a LIKE looks at all rows.
#ifndef SLUICE_SERVER_SQL_H
#define SLUICE_SERVER_SQL_H

#include "stages/server/query.h"

enum {
    SQL_STATEMENT_BYTES_MAX = 64 * 1024,
    SQL_CELL_BYTES_MAX = 16 * 1024 * 1024,    // of one value
    SQL_MEMORY_BYTES_MAX = 128 * 1024 * 1024, // of SQLite, for all statements of the process together
    SQL_RESULT_BYTES_MAX = 256 * 1024 * 1024, // what a face sets bytes_max to, unless it has a reason
    SQL_FAILURE_BYTES = 1024,
};

typedef struct sql_limits {
    uint64_t rows_max;  // 0: no bound
    uint64_t bytes_max; // of all text that is returned; 0: no bound
    uint64_t time_ms;   // 0: no bound
} sql_limits;

typedef enum sql_type { SQL_NULL, SQL_INTEGER, SQL_REAL, SQL_TEXT } sql_type;

typedef struct sql_value {
    sql_type type;
    int64_t integer;
    double real;
    span text; // of TEXT; a blob comes as text
} sql_value;

// Takes what comes back. Everything is lent for the call.
typedef struct sql_reader {
    void *context;
    // Once, before the rows; also when there are none.
    void (*head)(void *context, const char *const *names, unsigned count);
    // False ends the statement.
    bool (*row)(void *context, const sql_value *values, unsigned count);
} sql_reader;

typedef struct sql_outcome {
    uint64_t rows;
    bool is_cut; // a limit ended it: `failure` says which, and what to do
} sql_outcome;

// Appends a number as SQLite prints it: an integer, or the shortest of 15 digits with a point.
void sql_put_real(buffer *out, double real);

// Appends a value as JSON; what is no number there is null.
void sql_put_json(buffer *out, const sql_value *value);

// Runs one statement.
//   STATUS_OK          it ran, or was cut at rows_max or bytes_max
//   STATUS_INVALID     it is no statement, or several, or wrong: `failure` (SQL_FAILURE_BYTES) has SQLite's
//   words STATUS_PERMISSION  it would do something else than read STATUS_TIMEOUT     it took longer than
//   time_ms STATUS_TOO_LARGE   it, a value, or the memory it needs is over a limit STATUS_CORRUPT     the
//   index cannot be read
status sql_run(const query_snapshot *snapshot, span statement, const sql_limits *limits, const sql_reader *to,
               sql_outcome *outcome, char *failure);

#endif
