// sql_tables - the virtual tables of sql.h. Only sql.c and sql_tables.c include SQLite's header.
#ifndef SLUICE_SERVER_SQL_TABLES_H
#define SLUICE_SERVER_SQL_TABLES_H

#include <sqlite3.h>

#include "stages/server/query.h"

// Makes the tables known to a connection, which has no authorizer yet. `snapshot` has to outlive it. Returns
// an SQLite result code.
int sql_tables_register(sqlite3 *connection, const query_snapshot *snapshot);

#endif
