// sql_command - `sluice sql`: one SELECT over the published generation, printed.
#ifndef SLUICE_STAGES_CLI_SQL_COMMAND_H
#define SLUICE_STAGES_CLI_SQL_COMMAND_H

#include <stdio.h>

#include "stages/server/sql.h"

typedef enum sql_format { SQL_TABLE, SQL_CSV, SQL_JSONL } sql_format;

// Finds a format by its name ("table", "csv", "jsonl"; "" is table); false when there is none.
bool sql_format_find(const char *name, sql_format *found);

// Runs the statement on the index at `db` and writes its rows to `out`. A table folds white space and cuts cells at 60
// characters; csv and jsonl give them whole. Statuses are those of query_open() and sql_run(), and what writing gave;
// `failure` (SQL_FAILURE_BYTES) also says what was cut when all is OK.
status sql_command_run(const char *db, const char *statement, sql_format format, const sql_limits *limits, FILE *out,
                       char *failure);

#endif
