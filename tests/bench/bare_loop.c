/* The least that a million sets and gets can cost: SQLite's C interface, one prepared statement, one transaction,
 * schema and settings as in lib/sqlite, nothing checked that need not be.
 *
 *   bare_loop create FILE        makes the empty database (not measured)
 *   bare_loop set FILE COUNT     user:0000000 … in order
 *   bare_loop get FILE COUNT     copies each value out
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3* database;

static void check(int code) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  fprintf(stderr, "bare_loop: %s\n", sqlite3_errmsg(database));
  exit(1);
}

static void run(const char* sql) { check(sqlite3_exec(database, sql, NULL, NULL, NULL)); }

static void open_file(const char* path, int flags) {
  check(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | flags, NULL));
  check(sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL));
  int persist = 1;
  check(sqlite3_file_control(database, "main", SQLITE_FCNTL_PERSIST_WAL, &persist));
  check(sqlite3_wal_autocheckpoint(database, 100));
}

static void create(const char* path) {
  check(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL));
  run("PRAGMA auto_vacuum=INCREMENTAL");
  run("CREATE TABLE storage(key TEXT PRIMARY KEY, value NOT NULL, expires_at INTEGER)");
  run("CREATE INDEX idx_expires_at ON storage(expires_at) WHERE expires_at IS NOT NULL");
  run("PRAGMA user_version=1");
  run("PRAGMA journal_mode=WAL");
}

static void set(long count) {
  sqlite3_stmt* statement;
  char key[32], value[32];
  run("PRAGMA synchronous=NORMAL");
  check(sqlite3_prepare_v2(database,
                           "INSERT INTO storage(key, value, expires_at) VALUES(?1, ?2, ?3) "
                           "ON CONFLICT(key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at",
                           -1, &statement, NULL));
  run("BEGIN IMMEDIATE");
  for (long i = 0; i < count; ++i) {
    const int key_size = snprintf(key, sizeof key, "user:%07ld", i);
    const int value_size = snprintf(value, sizeof value, "\"value %07ld\"", i);
    check(sqlite3_bind_text(statement, 1, key, key_size, SQLITE_STATIC));
    check(sqlite3_bind_text(statement, 2, value, value_size, SQLITE_STATIC));
    check(sqlite3_bind_null(statement, 3));
    check(sqlite3_step(statement));
    check(sqlite3_reset(statement));
  }
  run("COMMIT");
  check(sqlite3_finalize(statement));
}

static void get(long count) {
  sqlite3_stmt* statement;
  char key[32], value[32];
  run("BEGIN");
  check(sqlite3_prepare_v2(database, "SELECT expires_at, value FROM storage WHERE key = ?1", -1, &statement, NULL));
  for (long i = 0; i < count; ++i) {
    const int key_size = snprintf(key, sizeof key, "user:%07ld", i);
    check(sqlite3_bind_text(statement, 1, key, key_size, SQLITE_STATIC));
    if (sqlite3_step(statement) != SQLITE_ROW) {
      fprintf(stderr, "bare_loop: %s is absent\n", key);
      exit(1);
    }
    const unsigned char* text = sqlite3_column_text(statement, 1);
    const int size = sqlite3_column_bytes(statement, 1);
    memcpy(value, text, (size_t)size < sizeof value ? (size_t)size : sizeof value);
    check(sqlite3_reset(statement));
  }
  run("COMMIT");
  check(sqlite3_finalize(statement));
}

int main(int argc, char** argv) {
  if (argc == 3 && strcmp(argv[1], "create") == 0) {
    create(argv[2]);
  } else if (argc == 4 && (strcmp(argv[1], "set") == 0 || strcmp(argv[1], "get") == 0)) {
    open_file(argv[2], 0);
    (argv[1][0] == 's' ? set : get)(atol(argv[3]));
  } else {
    fprintf(stderr, "usage: bare_loop create FILE | set FILE COUNT | get FILE COUNT\n");
    return 2;
  }
  return sqlite3_close(database) == SQLITE_OK ? 0 : 1;
}
