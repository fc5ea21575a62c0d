#include "commands/storage.hpp"
#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

constexpr Option scope{
    "--scope", 0, "NAME", "work inside the scope NAME: keys are stored as NAME:KEY", nullptr, Live::scope};
constexpr Option yes{"--yes", 'y', nullptr, "do not ask"};
constexpr Option dry_run{"--dry-run", 0, nullptr, "list what would go, change nothing"};
constexpr Option match{"--match", 0, "PATTERN", "every key that matches the pattern"};
constexpr Positional one_key{"KEY", Arity::one, "the key", nullptr, Live::key};
constexpr Positional pattern{"PATTERN", Arity::optional, "only keys that match this pattern (default: all)",
                             nullptr, Live::key};

// ---- get
constexpr Positional get_words[] = {{"KEY", Arity::many, "the keys", nullptr, Live::key}};
constexpr Option get_options[] = {scope,
                                  {"--default", 0, "TEXT", "print TEXT for an absent key, and exit 0"},
                                  {"--raw", 0, nullptr, "exact bytes, without a newline at the end"}};
constexpr Example get_examples[] = {
    {"objectos storage get greeting", "print one value"},
    {"objectos storage get retries --default 3", "print 3 if the key is absent"},
    {"objectos storage get logo --raw > logo.png", "write bytes exactly as they were stored"}};

// ---- set
constexpr Positional set_words[] = {
    one_key, {"VALUE", Arity::optional, "the value; - or nothing: standard input, byte for byte"}};
constexpr Option set_options[] = {
    scope,
    {"--file", 'f', "FILE", "take the value from FILE", nullptr, Live::file},
    {"--as", 0, "TYPE", "what the value is: string, json or bytes", "string|json|bytes"},
    {"--ttl", 0, "DURATION", "the key expires after this time"},
    {"--keep-ttl", 0, nullptr, "keep the expiry that the key has"},
    {"--if-absent", 0, nullptr, "only if there is no such key"},
    {"--if-present", 0, nullptr, "only if there is such a key"},
    {"--if-value", 0, "TEXT", "only if get prints TEXT"},
    {"--fence", 0, "NAME:TOKEN", "only while TOKEN holds the lock NAME, and no larger token has written the key"},
    {"--print-previous", 0, nullptr, "print the value from before, if there was one"}};
constexpr Example set_examples[] = {
    {"objectos storage set greeting 'hello world'", "store a string"},
    {"objectos storage set token --ttl 15m < token.txt", "store what a file holds, for 15 minutes"},
    {"objectos storage set limits '{\"cpu\": 2}' --as json", "store JSON, checked and kept as it is spelled"},
    {"objectos storage set leader \"$HOSTNAME\" --if-absent --ttl 1m",
     "become the leader for a minute; exit status 1 if somebody else was first"},
    {"objectos storage set state done --fence \"job:$OBJECTOS_FENCE\"",
     "inside lock run job: write only while the lock is held"},
    {"objectos storage set offset -- -5", "store a value that begins with -"}};

// ---- delete
constexpr Positional delete_words[] = {{"KEY", Arity::any, "the keys", nullptr, Live::key}};
constexpr Option delete_options[] = {scope, match, yes, dry_run};
constexpr Example delete_examples[] = {
    {"objectos storage delete greeting", "delete one key"},
    {"objectos storage delete --match 'session:*' --dry-run", "see first what a pattern matches"},
    {"objectos storage delete --match 'session:*' --yes", "delete what matches"}};

// ---- has, keys, count
constexpr Positional key_word[] = {one_key};
constexpr Option scope_only[] = {scope};
constexpr Example has_examples[] = {{"objectos storage has greeting && echo there", "ask by exit status"}};
constexpr Positional pattern_word[] = {pattern};
constexpr Option keys_options[] = {
    scope,
    {"--long", 'l', nullptr, "print type, size in bytes and seconds to live before each key"},
    {"--limit", 'n', "N", "at most N keys"},
    {"--after", 0, "KEY", "only keys after KEY, for the next page", nullptr, Live::key},
    {"--null", '0', nullptr, "end each key with a NUL byte instead of a newline"}};
constexpr Example keys_examples[] = {
    {"objectos storage keys 'user:*'", "list the keys that match, in order"},
    {"objectos storage keys -l", "list types, sizes and times to live, too"},
    {"objectos storage keys -n 100 --after user:1099", "list the next 100 keys"}};
constexpr Example count_examples[] = {{"objectos storage count 'user:*'", "count the keys that match"}};

// ---- incr
constexpr Option incr_options[] = {scope,
                                   {"--by", 0, "N", "add N, which may be negative or a decimal (default: 1)"},
                                   {"--ttl", 0, "DURATION", "if the key is new, it expires after this time"}};
constexpr Example incr_examples[] = {
    {"objectos storage incr builds", "count, safely from many processes at once"},
    {"objectos storage incr quota --by -5", "subtract 5"},
    {"objectos storage incr hits:today --ttl 1d", "count in a key that expires a day after its first use"}};

// ---- ttl, expire, persist
constexpr Example ttl_examples[] = {{"objectos storage ttl token", "print the seconds left, or none"}};
constexpr Positional expire_words[] = {
    {"KEY", Arity::optional, "the key, unless --match is given", nullptr, Live::key},
    {"DURATION", Arity::one, "how long from now"}};
constexpr Option match_options[] = {scope, match};
constexpr Example expire_examples[] = {
    {"objectos storage expire token 10m", "let a key expire in ten minutes"},
    {"objectos storage expire --match 'tmp:*' 1h", "let all keys that match expire in an hour"}};
constexpr Positional persist_words[] = {
    {"KEY", Arity::optional, "the key, unless --match is given", nullptr, Live::key}};
constexpr Example persist_examples[] = {{"objectos storage persist token", "let a key live for ever"}};

// ---- moving
constexpr Option export_options[] = {
    scope,
    {"--output", 'o', "FILE", "write to FILE, which appears whole or not at all", nullptr, Live::file}};
constexpr Example export_examples[] = {
    {"objectos storage export > all.ndjson", "write every key, one JSON object a line"},
    {"objectos storage export 'user:*' -o users.ndjson", "write the keys that match into a file"}};
constexpr Positional import_words[] = {{"FILE", Arity::optional,
                                        "NDJSON as export writes it; - or nothing: standard input", nullptr,
                                        Live::file}};
constexpr Option import_options[] = {
    scope,
    {"--on-conflict", 0, "WHAT", "if a key exists: replace it (the default), keep it, or fail",
     "replace|keep|fail"}};
constexpr Example import_examples[] = {
    {"objectos storage import all.ndjson", "store all lines, or none if one is invalid"},
    {"objectos storage import --on-conflict keep < defaults.ndjson", "add only the keys that are absent"}};
constexpr Option copy_options[] = {
    scope, {"--from", 0, "URL", "the store to read"}, {"--to", 0, "URL", "the store to write"}};
constexpr Example copy_examples[] = {
    {"objectos storage copy --from sqlite:old.db --to sqlite:new.db", "copy one database into another"}};
constexpr Positional file_word[] = {{"FILE", Arity::one, "the archive", nullptr, Live::file}};
constexpr Example backup_examples[] = {
    {"objectos storage backup state.tar", "save everything while other commands go on"}};
constexpr Option restore_options[] = {yes};
constexpr Example restore_examples[] = {{"objectos storage restore state.tar", "put everything back"}};

// ---- scopes, clear, gc
constexpr Example scopes_examples[] = {{"objectos storage scopes", "list scopes and how many keys each has"}};
constexpr Option clear_options[] = {scope, yes, dry_run};
constexpr Example clear_examples[] = {{"objectos storage clear --scope cache --yes", "empty one scope"},
                                      {"objectos storage clear --dry-run", "see what would go"}};
constexpr Example gc_examples[] = {
    {"objectos storage gc", "remove what has expired, for example once a day from cron"}};

constexpr Command commands[] = {
    {"get", "print the value of keys",
     "Prints the value and a newline: strings bare, other JSON as it is stored. Several keys print a line "
     "each, an empty one for a key that is absent.\n\nAn expired key is absent. With --json the value itself "
     "is the output (null if absent), for several keys an object that leaves absent ones out.",
     get_words, get_options, get_examples, "a key is absent", storage::get, Touches::reads, false, true,
     &storage::get_one},
    {"set", "store a value",
     "Stores VALUE as a string, exactly as it is given. Without VALUE, or with -, standard input is read to "
     "its end, byte for byte. Text must be valid UTF-8; anything else needs --as bytes.\n\nWithout --ttl an "
     "earlier expiry of the key is cleared, unless --keep-ttl is given. --if-value compares with what get "
     "prints.",
     set_words, set_options, set_examples, "the condition is not met, and nothing was written", storage::set,
     Touches::writes, false, true, &storage::set_one},
    {"delete", "remove keys",
     "Removes keys; an absent key is no error. With --match, all keys that match are removed in one step, "
     "after a question on the terminal or with --yes.",
     delete_words, delete_options, delete_examples, "the question was answered with no", storage::remove,
     Touches::writes, false, true, &storage::delete_one},
    {"has", "tell by exit status whether a key exists",
     "Prints nothing: the exit status is 0 if the key exists, 1 if it is absent.", key_word, scope_only,
     has_examples, "the key is absent", storage::has, Touches::reads, false, true, &storage::has_one},
    {"keys", "list keys in bytewise order",
     "Lists keys, in ascending order of their bytes and without duplicates. The pattern is a glob over the "
     "whole key: * any run, also across : and /, ? one character, [a-z] and [!x] sets, \\ escapes.\n\nWith "
     "--long each line holds type, size in bytes, seconds to live (or none) and the key, with tabs between "
     "them.",
     pattern_word, keys_options, keys_examples, nullptr, storage::keys, Touches::reads, true},
    {"count", "count keys", "Prints how many keys match the pattern.", pattern_word, scope_only,
     count_examples, nullptr, storage::count, Touches::reads},
    {"incr", "add to a number, atomically",
     "Adds to the number that the key holds and prints the result. An absent key counts as 0. Whole numbers "
     "are 64-bit, an overflow is an error and changes nothing; decimals are doubles. A string that is "
     "exactly a number is one.",
     key_word, incr_options, incr_examples, nullptr, storage::incr, Touches::writes, false, true,
     &storage::incr_one},
    {"ttl", "print the seconds until a key expires",
     "Prints seconds with millisecond precision, or none if the key never expires.", key_word, scope_only,
     ttl_examples, "the key is absent", storage::ttl, Touches::reads},
    {"expire", "let keys expire", "Sets when a key expires, counted from now.", expire_words, match_options,
     expire_examples, "the key is absent, or nothing matches", storage::expire, Touches::writes, false, true,
     &storage::expire_one},
    {"persist", "let keys live for ever", "Takes the expiry off a key.", persist_words, match_options,
     persist_examples, "the key is absent, or nothing matches", storage::persist, Touches::writes, false,
     true, &storage::persist_one},
    {"export", "write entries as NDJSON",
     "Writes one JSON object a line, {\"key\",\"value\",\"expires_at\"}, sorted by key. The output is "
     "consistent: what other processes write meanwhile is not in it. Bytes are {\"$base64\":\"...\"}.",
     pattern_word, export_options, export_examples, nullptr, storage::export_, Touches::reads, true},
    {"import", "read entries from NDJSON",
     "Reads what export writes. All lines are checked before the first is stored; then all take effect or "
     "none.",
     import_words, import_options, import_examples, nullptr, storage::import, Touches::writes},
    {"copy", "copy entries between two stores",
     "Copies entries with their expiry from one store to another, reads them back and compares. May be run "
     "again after an interruption. The URLs are as for --storage-url; env:NAME and file:PATH keep a password "
     "off the command line.",
     pattern_word, copy_options, copy_examples, nullptr, storage::copy},
    {"backup",
     "save the whole state directory",
     "Writes a consistent copy of every database in the state directory to FILE, a tar archive.",
     file_word,
     {},
     backup_examples,
     nullptr,
     storage::backup},
    {"restore", "put a backup back",
     "Checks the archive whole, then puts its databases in place, each in one transaction. What was in them "
     "before is gone, databases that it has not stay; on a terminal that is asked for.",
     file_word, restore_options, restore_examples, nullptr, storage::restore},
    {"scopes",
     "list scopes",
     "Lists the scopes that hold keys, with the number of keys.",
     {},
     {},
     scopes_examples,
     nullptr,
     storage::scopes,
     Touches::reads,
     true},
    {"clear",
     "remove all keys",
     "Removes every key in the scope. Without --scope, everything but the scopes lock, ratelimit, "
     "feature-flags and sessions, which belong to the commands of these names.",
     {},
     clear_options,
     clear_examples,
     "the question was answered with no",
     storage::clear,
     Touches::writes},
    {"gc",
     "remove expired entries and give space back",
     "Expired entries are invisible at once but stay in the file until they are overwritten or gc removes "
     "them. Also empties the write-ahead log.",
     {},
     {},
     gc_examples,
     nullptr,
     storage::gc},
};

}  // namespace

const Group storage_group{
    "storage", "persistent key-value storage",
    "Keeps values under keys, with expiry, scopes and atomic operations, safely for any number of processes. "
    "State is a SQLite file in the state directory unless configured otherwise.\n\n"
    "--storage-url, OBJECTOS_STORAGE_URL or storage.url in the configuration names another store: memory:, "
    "sqlite:PATH, redis://USER:PASSWORD@HOST:PORT/DB, rediss://HOST (TLS), redis+unix:///SOCKET, "
    "redis+sentinel://HOST,HOST/MASTER, redis+cluster://HOST,HOST, postgres://USER:PASSWORD@HOST/DATABASE. "
    "The commands mean the same on all of them, with these exceptions on Redis: a listing or export is no view "
    "of one moment, import and delete --match are pipelined, not all or nothing, and batch --atomic fails if "
    "another program changes a key that it has read; a cluster has no batch --atomic.",
    commands};

}  // namespace objectos::cli
