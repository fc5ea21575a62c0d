// The SQL that is sent. The server's clock decides what has expired, in the statement that needs to know.
#pragma once

#include "postgres/connection.hpp"

namespace objectos::postgres::statements {

#define OBJECTOS_PG_NOW "floor(extract(epoch from clock_timestamp()) * 1000)::bigint"
#define OBJECTOS_PG_LIVE \
  "(objectos_storage.expires_at IS NULL OR objectos_storage.expires_at > " OBJECTOS_PG_NOW ")"
#define OBJECTOS_PG_INSERT "INSERT INTO objectos_storage(key, value, bytes, expires_at) "
#define OBJECTOS_PG_REPLACE                                                                        \
  " ON CONFLICT (key) DO UPDATE SET value = excluded.value, bytes = excluded.bytes, expires_at = " \
  "excluded.expires_at"
// An instant, else so many milliseconds from now, else never.
#define OBJECTOS_PG_ROW "VALUES ($1, $2, $3, COALESCE($4, " OBJECTOS_PG_NOW " + $5))"
#define OBJECTOS_PG_UNNEST                                   \
  "SELECT k, v, b, COALESCE(e, (SELECT " OBJECTOS_PG_NOW     \
  ") + t) FROM unnest($1::text[], $2::text[], $3::bytea[], " \
  "$4::bigint[], $5::bigint[]) AS u(k, v, b, e, t)"

// ---- the table

inline constexpr Statement find_table{nullptr,
                                      "SELECT to_regclass('objectos_storage') IS NOT NULL, " OBJECTOS_PG_NOW};
// Two that create it at once would meet in the catalogue.
inline constexpr Statement lock_creation{nullptr, "SELECT pg_advisory_xact_lock(6443721901137)"};
inline constexpr Statement create_table{nullptr,
                                        "CREATE TABLE IF NOT EXISTS objectos_storage(key text COLLATE \"C\" "
                                        "PRIMARY KEY, value text, bytes bytea, "
                                        "expires_at bigint, CHECK ((value IS NULL) <> (bytes IS NULL)))"};
inline constexpr Statement create_index{
    nullptr,
    "CREATE INDEX IF NOT EXISTS objectos_storage_expires_at ON objectos_storage(expires_at) "
    "WHERE expires_at IS NOT NULL"};

// ---- transactions

inline constexpr Statement begin{nullptr, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"};
inline constexpr Statement begin_read{nullptr, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
inline constexpr Statement begin_atomic{nullptr, "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"};
inline constexpr Statement commit{nullptr, "COMMIT"};
inline constexpr Statement rollback{nullptr, "ROLLBACK"};
// A savepoint hides the one of the same name before it until it is released.
inline constexpr Statement savepoint{nullptr, "SAVEPOINT objectos"};
inline constexpr Statement release{nullptr, "RELEASE SAVEPOINT objectos"};
inline constexpr Statement rollback_to{nullptr, "ROLLBACK TO SAVEPOINT objectos"};

// ---- one key

inline constexpr Statement now{"objectos_now", "SELECT " OBJECTOS_PG_NOW};
inline constexpr Statement find{"objectos_find",
                                "SELECT value, bytes, expires_at, " OBJECTOS_PG_NOW
                                " FROM objectos_storage WHERE key = $1 AND " OBJECTOS_PG_LIVE};
inline constexpr Statement find_head{"objectos_head",
                                     "SELECT NULL, NULL, expires_at, " OBJECTOS_PG_NOW
                                     " FROM objectos_storage WHERE key = $1 AND " OBJECTOS_PG_LIVE};
inline constexpr Statement lock_row{"objectos_lock", "SELECT value, bytes, expires_at, " OBJECTOS_PG_LIVE
                                                     " FROM objectos_storage WHERE key = $1 FOR UPDATE"};
inline constexpr Statement put{"objectos_put", OBJECTOS_PG_INSERT OBJECTOS_PG_ROW OBJECTOS_PG_REPLACE};
inline constexpr Statement put_absent{"objectos_put_absent",
                                      OBJECTOS_PG_INSERT OBJECTOS_PG_ROW OBJECTOS_PG_REPLACE
                                      " WHERE NOT " OBJECTOS_PG_LIVE};
inline constexpr Statement put_present{
    "objectos_put_present",
    "UPDATE objectos_storage SET value = $2, bytes = $3, expires_at = COALESCE($4, " OBJECTOS_PG_NOW
    " + $5) WHERE key = $1 AND " OBJECTOS_PG_LIVE};
inline constexpr Statement insert{"objectos_insert",
                                  OBJECTOS_PG_INSERT "VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING"};
inline constexpr Statement update{
    "objectos_update", "UPDATE objectos_storage SET value = $2, bytes = $3, expires_at = $4 WHERE key = $1"};
inline constexpr Statement erase{"objectos_erase",
                                 "DELETE FROM objectos_storage WHERE key = $1 RETURNING " OBJECTOS_PG_LIVE};

// ---- many keys

inline constexpr Statement put_all{nullptr, OBJECTOS_PG_INSERT OBJECTOS_PG_UNNEST OBJECTOS_PG_REPLACE};
inline constexpr Statement put_all_absent{nullptr, OBJECTOS_PG_INSERT OBJECTOS_PG_UNNEST OBJECTOS_PG_REPLACE
                                          " WHERE NOT " OBJECTOS_PG_LIVE " RETURNING key"};
inline constexpr Statement find_all{
    nullptr,
    "SELECT key, value, bytes, expires_at FROM objectos_storage WHERE key = ANY($1) AND "
    "(expires_at IS NULL OR expires_at > (SELECT " OBJECTOS_PG_NOW "))"};
inline constexpr Statement find_all_heads{
    nullptr,
    "SELECT key, NULL, NULL, expires_at FROM objectos_storage WHERE key = ANY($1) AND "
    "(expires_at IS NULL OR expires_at > (SELECT " OBJECTOS_PG_NOW "))"};
inline constexpr Statement erase_all{
    nullptr, "DELETE FROM objectos_storage WHERE key = ANY($1) RETURNING key, " OBJECTOS_PG_LIVE};
// Rows that are new, in a transaction. A key that is not ends it, and the savepoint brings back what was
// before.
inline constexpr const char* copy =
    "SAVEPOINT objectos_copy; COPY objectos_storage(key, value, bytes, expires_at) FROM STDIN (FORMAT "
    "binary)";
inline constexpr Statement release_copy{nullptr, "RELEASE SAVEPOINT objectos_copy"};
inline constexpr Statement roll_back_copy{nullptr, "ROLLBACK TO SAVEPOINT objectos_copy"};

// In pieces: none of them takes longer than the server's patience.
inline constexpr Statement collect{nullptr,
                                   "DELETE FROM objectos_storage WHERE ctid = ANY(ARRAY(SELECT ctid FROM "
                                   "objectos_storage WHERE expires_at <= (SELECT " OBJECTOS_PG_NOW
                                   ") LIMIT 10000 FOR UPDATE SKIP LOCKED))"};

// ---- a page of a listing: from $1, at most $2 entries, before $3

#define OBJECTOS_PG_PAGE(columns, comparison)                                                   \
  "SELECT key, " columns "expires_at FROM objectos_storage WHERE key COLLATE \"C\" " comparison \
  " $1 AND (expires_at IS NULL OR expires_at > (SELECT " OBJECTOS_PG_NOW "))"
#define OBJECTOS_PG_ORDER " ORDER BY key COLLATE \"C\" LIMIT $2"
#define OBJECTOS_PG_END " AND key COLLATE \"C\" < $3"
#define OBJECTOS_PG_VALUES "value, bytes, "
#define OBJECTOS_PG_HEADS "NULL, NULL, "
// By whether there are values, whether it begins behind $1, whether it ends at $3.
inline constexpr Statement page[2][2][2] = {
    {{{"objectos_page", OBJECTOS_PG_PAGE(OBJECTOS_PG_HEADS, ">=") OBJECTOS_PG_ORDER},
      {"objectos_page_e", OBJECTOS_PG_PAGE(OBJECTOS_PG_HEADS, ">=") OBJECTOS_PG_END OBJECTOS_PG_ORDER}},
     {{"objectos_page_a", OBJECTOS_PG_PAGE(OBJECTOS_PG_HEADS, ">") OBJECTOS_PG_ORDER},
      {"objectos_page_ae", OBJECTOS_PG_PAGE(OBJECTOS_PG_HEADS, ">") OBJECTOS_PG_END OBJECTOS_PG_ORDER}}},
    {{{"objectos_page_v", OBJECTOS_PG_PAGE(OBJECTOS_PG_VALUES, ">=") OBJECTOS_PG_ORDER},
      {"objectos_page_ve", OBJECTOS_PG_PAGE(OBJECTOS_PG_VALUES, ">=") OBJECTOS_PG_END OBJECTOS_PG_ORDER}},
     {{"objectos_page_va", OBJECTOS_PG_PAGE(OBJECTOS_PG_VALUES, ">") OBJECTOS_PG_ORDER},
      {"objectos_page_vae", OBJECTOS_PG_PAGE(OBJECTOS_PG_VALUES, ">") OBJECTOS_PG_END OBJECTOS_PG_ORDER}}}};

#undef OBJECTOS_PG_NOW
#undef OBJECTOS_PG_LIVE
#undef OBJECTOS_PG_INSERT
#undef OBJECTOS_PG_REPLACE
#undef OBJECTOS_PG_ROW
#undef OBJECTOS_PG_UNNEST
#undef OBJECTOS_PG_PAGE
#undef OBJECTOS_PG_ORDER
#undef OBJECTOS_PG_END
#undef OBJECTOS_PG_VALUES
#undef OBJECTOS_PG_HEADS

}  // namespace objectos::postgres::statements
