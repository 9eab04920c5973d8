#include "stages/server/sql.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "schema/json.h"
#include "stages/server/sql_tables.h"

enum {
    STEPS_BETWEEN_LOOKS = 1000, // of SQLite's machine
    COLUMNS_MAX = 200,
    EXPRESSION_DEPTH_MAX = 200,
    COMPOUND_MAX = 50,
    PATTERN_BYTES_MAX = 1000,
};

struct run {
    sqlite3 *connection;
    sqlite3_stmt *statement;
    const sql_limits *limits;
    uint64_t end_ms; // 0: never
    uint64_t bytes;
    bool is_late, is_too_large, is_refused;
    char *failure;
};

// ---- what is allowed

static int
authorize(void *context, int action, const char *first, const char *second, const char *database,
          const char *trigger)
{
    (void)first, (void)database, (void)trigger;
    struct run *run = context;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        if (second && sqlite3_stricmp(second, "load_extension") != 0)
            return SQLITE_OK;
        break;
    default:
        break;
    }
    run->is_refused = true;
    return SQLITE_DENY;
}

// Called every so many steps: other than 0 ends the statement.
static int
look_at_limits(void *context)
{
    struct run *run = context;
    run->is_late |= run->end_ms && clock_now_ms() > run->end_ms;
    run->is_too_large |= sqlite3_memory_used() > SQL_MEMORY_BYTES_MAX;
    return run->is_late || run->is_too_large;
}

static int
open_connection(struct run *run, const query_snapshot *snapshot)
{
    int code =
        sqlite3_open_v2(":memory:", &run->connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3 *connection = run->connection;
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, SQL_CELL_BYTES_MAX);
    sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, SQL_STATEMENT_BYTES_MAX);
    sqlite3_limit(connection, SQLITE_LIMIT_COLUMN, COLUMNS_MAX);
    sqlite3_limit(connection, SQLITE_LIMIT_EXPR_DEPTH, EXPRESSION_DEPTH_MAX);
    sqlite3_limit(connection, SQLITE_LIMIT_COMPOUND_SELECT, COMPOUND_MAX);
    sqlite3_limit(connection, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN_BYTES_MAX);
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
    // Sorters stay in memory, where look_at_limits() sees them.
    code = sqlite3_exec(connection, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sql_tables_register(connection, snapshot);
    sqlite3_set_authorizer(connection, authorize, run);
    sqlite3_progress_handler(connection, STEPS_BETWEEN_LOOKS, look_at_limits, run);
    return code;
}

// ---- what goes wrong

static status
say(struct run *run, status result, const char *text)
{
    snprintf(run->failure, SQL_FAILURE_BYTES, "%s", text);
    return result;
}

static status
fail(struct run *run, int code)
{
    char text[SQL_FAILURE_BYTES];
    // SQLite finds out that a virtual table cannot be written before it asks whether that is allowed.
    run->is_refused |= strstr(sqlite3_errmsg(run->connection), "may not be modified") != NULL;
    if (run->is_refused) {
        bool has_words = sqlite3_errcode(run->connection) != SQLITE_OK;
        snprintf(text, sizeof text,
                 "refused: only SELECT (and WITH ... SELECT) over the index is allowed%s%s",
                 has_words ? ": " : "", has_words ? sqlite3_errmsg(run->connection) : "");
        return say(run, STATUS_PERMISSION, text);
    }
    if (run->is_late) {
        snprintf(text, sizeof text,
                 "stopped after %llu ms: narrow the statement by a key, name, path or type, or raise the "
                 "time limit",
                 (unsigned long long)run->limits->time_ms);
        return say(run, STATUS_TIMEOUT, text);
    }
    if (run->is_too_large || code == SQLITE_NOMEM) {
        snprintf(text, sizeof text,
                 "stopped: it needs more than %d MB of memory; narrow it, or bound a recursion by a depth",
                 SQL_MEMORY_BYTES_MAX >> 20);
        return say(run, STATUS_TOO_LARGE, text);
    }
    if (code == SQLITE_TOOBIG) {
        snprintf(text, sizeof text,
                 "a value or the statement is too large: values up to %d MB, statements up to %d KB",
                 SQL_CELL_BYTES_MAX >> 20, SQL_STATEMENT_BYTES_MAX >> 10);
        return say(run, STATUS_TOO_LARGE, text);
    }
    return say(run, code == SQLITE_CORRUPT ? STATUS_CORRUPT : STATUS_INVALID,
               sqlite3_errmsg(run->connection));
}

// Whether nothing but white space, comments and semicolons is left.
static bool
is_blank(const char *rest, const char *end)
{
    while (rest < end) {
        const char *close = NULL;
        if (strchr(" \t\r\n\f;", *rest) && *rest) {
            rest++;
        } else if (end - rest >= 2 && rest[0] == '-' && rest[1] == '-') {
            close = memchr(rest, '\n', (size_t)(end - rest));
            rest = close ? close + 1 : end;
        } else if (end - rest >= 2 && rest[0] == '/' && rest[1] == '*') {
            for (close = rest + 2; end - close >= 2 && !(close[0] == '*' && close[1] == '/');)
                close++;
            rest = end - close >= 2 ? close + 2 : end;
        } else {
            return false;
        }
    }
    return true;
}

static status
prepare(struct run *run, span statement)
{
    const char *rest = NULL;
    if (statement.size > SQL_STATEMENT_BYTES_MAX)
        return fail(run, SQLITE_TOOBIG);
    if (memchr(statement.data, '\0', statement.size))
        return say(run, STATUS_INVALID, "the statement holds a NUL byte");
    int code =
        sqlite3_prepare_v2(run->connection, statement.data, (int)statement.size, &run->statement, &rest);
    if (code != SQLITE_OK)
        return fail(run, code);
    if (!run->statement)
        return say(run, STATUS_INVALID,
                   "there is no statement; try: SELECT name, file_path FROM CodeGraph LIMIT 5");
    if (!is_blank(rest, statement.data + statement.size))
        return say(run, STATUS_INVALID, "there are several statements; give one");
    run->is_refused = !sqlite3_stmt_readonly(run->statement) || sqlite3_column_count(run->statement) == 0;
    return run->is_refused ? fail(run, SQLITE_AUTH) : STATUS_OK;
}

// ---- what comes back

void
sql_put_real(buffer *out, double real)
{
    char text[40];
    snprintf(text, sizeof text, "%.15g", real);
    bool is_integer = isfinite(real) && !strpbrk(text, ".e");
    buffer_printf(out, "%s%s", text, is_integer ? ".0" : "");
}

void
sql_put_json(buffer *out, const sql_value *value)
{
    if (value->type == SQL_INTEGER)
        buffer_printf(out, "%" PRId64, value->integer);
    else if (value->type == SQL_REAL && isfinite(value->real))
        sql_put_real(out, value->real);
    else if (value->type == SQL_TEXT)
        json_put_string(out, value->text);
    else
        buffer_put_span(out, SPAN_LITERAL("null"));
}

static sql_value
value_at(struct run *run, int column)
{
    sqlite3_stmt *statement = run->statement;
    sql_value value = {.type = SQL_NULL};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        value.type = SQL_INTEGER;
        value.integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        value.type = SQL_REAL;
        value.real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_TEXT:
    case SQLITE_BLOB: {
        const char *text = sqlite3_column_blob(statement, column);
        value.type = SQL_TEXT;
        value.text = (span){text ? text : "", (size_t)sqlite3_column_bytes(statement, column)};
        break;
    }
    default:
        break;
    }
    run->bytes += value.text.size + sizeof(int64_t);
    return value;
}

static status
cut(struct run *run, sql_outcome *outcome, const char *what, uint64_t bound)
{
    outcome->is_cut = true;
    snprintf(run->failure, SQL_FAILURE_BYTES,
             "cut after %llu rows: the limit is %llu %s; use LIMIT and OFFSET, or narrow the statement",
             (unsigned long long)outcome->rows, (unsigned long long)bound, what);
    return STATUS_OK;
}

static status
read_rows(struct run *run, const sql_reader *to, sql_outcome *outcome)
{
    const char *names[COLUMNS_MAX];
    sql_value values[COLUMNS_MAX];
    int count = sqlite3_column_count(run->statement), code;
    assert(count <= COLUMNS_MAX);
    for (int i = 0; i < count; i++)
        names[i] = sqlite3_column_name(run->statement, i);
    to->head(to->context, names, (unsigned)count);
    while ((code = sqlite3_step(run->statement)) == SQLITE_ROW) {
        if (run->limits->rows_max && outcome->rows == run->limits->rows_max)
            return cut(run, outcome, "rows", run->limits->rows_max);
        for (int i = 0; i < count; i++)
            values[i] = value_at(run, i);
        if (run->limits->bytes_max && run->bytes > run->limits->bytes_max)
            return cut(run, outcome, "bytes", run->limits->bytes_max);
        outcome->rows++;
        if (!to->row(to->context, values, (unsigned)count))
            return STATUS_OK;
    }
    return code == SQLITE_DONE ? STATUS_OK : fail(run, code);
}

status
sql_run(const query_snapshot *snapshot, span statement, const sql_limits *limits, const sql_reader *to,
        sql_outcome *outcome, char *failure)
{
    struct run run = {.limits = limits, .failure = failure};
    *outcome = (sql_outcome){0};
    *failure = '\0';
    run.end_ms = limits->time_ms ? clock_now_ms() + limits->time_ms : 0;
    int code = open_connection(&run, snapshot);
    status result = code == SQLITE_OK ? prepare(&run, statement) : fail(&run, code);
    if (result == STATUS_OK)
        result = read_rows(&run, to, outcome);
    sqlite3_finalize(run.statement);
    sqlite3_close(run.connection);
    return result;
}
