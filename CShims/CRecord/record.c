#include <sqlite3.h>

#include "CRecord.h"

void record_guard(sqlite3* database, int longest) {
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int*)0);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int*)0);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int*)0);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, longest);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
}
