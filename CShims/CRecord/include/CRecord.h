// Opens SQLite less widely: what its pragmas do not reach.
#ifndef CRECORD_H
#define CRECORD_H

#ifdef __cplusplus
extern "C" {
#endif

struct sqlite3;

// Lets the schema of a file call no function that could do harm, keeps SQL from writing to it past
// its tables, and bounds a value.
//
// - longest: bytes of a text or a blob, and of a row.
void record_guard(struct sqlite3* database, int longest);

#ifdef __cplusplus
}
#endif

#endif
