#include "commands/cache.hpp"
#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

constexpr Option scope{
    "--scope", 0, "NAME", "work inside the scope NAME: keys are stored as NAME:KEY", nullptr, Live::cache_scope};
constexpr Option yes{"--yes", 'y', nullptr, "do not ask"};
constexpr Option dry_run{"--dry-run", 0, nullptr, "list what would go, change nothing"};
constexpr Option match{"--match", 0, "PATTERN", "every key that matches the pattern"};
constexpr Positional one_key{"KEY", Arity::one, "the key", nullptr, Live::cache_key};

// ---- get
constexpr Positional get_words[] = {{"KEY", Arity::many, "the keys", nullptr, Live::cache_key}};
constexpr Option get_options[] = {scope,
                                  {"--default", 0, "TEXT", "print TEXT for an absent key, and exit 0"},
                                  {"--raw", 0, nullptr, "exact bytes, without a newline at the end"}};
constexpr Example get_examples[] = {
    {"objectos cache get now || date | objectos cache set now --ttl 5m",
     "print what is cached, else make it anew"},
    {"objectos cache get rates --default '{}'", "print {} after a miss"}};

// ---- set
constexpr Positional set_words[] = {
    one_key, {"VALUE", Arity::optional, "the value; - or nothing: standard input, byte for byte"}};
constexpr Option set_options[] = {
    scope,
    {"--file", 'f', "FILE", "take the value from FILE", nullptr, Live::file},
    {"--as", 0, "TYPE", "what the value is: string, json or bytes", "string|json|bytes"},
    {"--ttl", 0, "DURATION", "the entry expires after this time (default: cache.options.default_ttl)"},
    {"--tag", 't', "TAG", "invalidate --tag TAG removes the entry", nullptr, Live::cache_tag, true}};
constexpr Example set_examples[] = {
    {"objectos cache set rates --ttl 5m < rates.json", "keep what a file holds for five minutes"},
    {"objectos cache set page:home --tag blog --tag home < page.html", "keep a page that two tags invalidate"},
    {"objectos cache set logo --as bytes --file logo.png", "keep any bytes"}};

// ---- delete, has, keys
constexpr Positional delete_words[] = {{"KEY", Arity::any, "the keys", nullptr, Live::cache_key}};
constexpr Option delete_options[] = {scope, match, yes, dry_run};
constexpr Example delete_examples[] = {
    {"objectos cache delete rates", "delete one key"},
    {"objectos cache delete --match 'page:*' --dry-run", "see first what a pattern matches"}};
constexpr Positional key_word[] = {one_key};
constexpr Option scope_only[] = {scope};
constexpr Example has_examples[] = {{"objectos cache has rates && echo cached", "ask by exit status"}};
constexpr Positional pattern_word[] = {
    {"PATTERN", Arity::optional, "only keys that match this pattern (default: all)", nullptr, Live::cache_key}};
constexpr Option keys_options[] = {
    scope,
    {"--long", 'l', nullptr, "print type, size in bytes and seconds to live before each key"},
    {"--limit", 'n', "N", "at most N keys"},
    {"--after", 0, "KEY", "only keys after KEY, for the next page", nullptr, Live::cache_key},
    {"--null", '0', nullptr, "end each key with a NUL byte instead of a newline"}};
constexpr Example keys_examples[] = {{"objectos cache keys 'page:*' -l", "list keys with type, size and time to live"}};

// ---- clear, invalidate, gc, stats
constexpr Option clear_options[] = {scope, yes, dry_run};
constexpr Example clear_examples[] = {{"objectos cache clear --scope build --yes", "empty one scope"}};
constexpr Option invalidate_options[] = {
    scope, {"--tag", 't', "TAG", "entries that were set with this tag", nullptr, Live::cache_tag, true}, match};
constexpr Example invalidate_examples[] = {
    {"objectos cache invalidate --tag blog", "remove everything that was set with a tag"},
    {"objectos cache invalidate --match 'user:7:*'", "remove everything about one user"}};
constexpr Example gc_examples[] = {{"objectos cache gc", "remove what has expired, for example from cron"}};
constexpr Option stats_options[] = {scope, {"--reset", 0, nullptr, "set the counters to 0"}};
constexpr Example stats_examples[] = {
    {"objectos cache stats", "print hits, misses and what else is counted"},
    {"objectos cache stats --json | jq .hit_rate", "print one figure"},
    {"objectos cache stats --scope build --reset", "count anew in one scope"}};

// ---- run
constexpr Positional run_words[] = {{"CMD", Arity::many, "the command and its arguments, behind --"}};
constexpr Option run_options[] = {
    scope,
    {"--key", 'k', "KEY", "know the run by this name instead of by the command's words", nullptr, Live::none},
    {"--ttl", 0, "DURATION", "run it again after this time (default: cache.options.default_ttl)"},
    {"--stale", 0, "DURATION", "for so long after that print the old output and run it in the background"},
    {"--fail-ttl", 0, "DURATION", "keep a failure for this time (default: failures are not kept)"},
    {"--env", 0, "NAME", "a run with another value of this variable is another run", nullptr, Live::none, true},
    {"--file", 0, "FILE", "a run with other contents of FILE is another run", nullptr, Live::file, true},
    {"--stdin", 0, nullptr, "a run with other standard input is another run; without this it is not read on a hit"},
    {"--cwd", 0, nullptr, "a run in another directory is another run"},
    {"--refresh", 0, nullptr, "run it now, whatever is kept"}};
constexpr Example run_examples[] = {
    {"objectos cache run --ttl 5m -- sh rates.sh", "run it at most every five minutes"},
    {"objectos cache run --ttl 1m --stale 1h -- sh status.sh", "never wait for it but the first time"},
    {"objectos cache run --file big.log --ttl 1d -- wc -l big.log", "run it again when a file has changed"},
    {"objectos cache run --ttl 10m --fail-ttl 1m -- sh call.sh", "ask again after a failure, but not at once"}};

constexpr Command commands[] = {
    {"get", "print the value of keys",
     "Prints the value and a newline: strings bare, other JSON as it is stored. Several keys print a line "
     "each, an empty one for a miss.\n\nEach key counts a hit or a miss; an expired entry is a miss. Before "
     "anything was set there is nothing to count in.",
     get_words, get_options, get_examples, "a key is absent", cache::get},
    {"set", "store a value",
     "Stores VALUE as a string, exactly as it is given. Without VALUE, or with -, standard input is read to "
     "its end, byte for byte. Text must be valid UTF-8; anything else needs --as bytes.\n\nReplaces value, "
     "expiry and tags of an earlier entry. Where there is no room, others go: expired ones first, then as "
     "cache.options.policy says. An entry larger than the whole cache is an error (exit status 3), and nothing "
     "changes.",
     set_words, set_options, set_examples, nullptr, cache::set},
    {"delete", "remove keys",
     "Removes keys; an absent key is no error. With --match, all keys that match are removed, after a question "
     "on the terminal or with --yes.",
     delete_words, delete_options, delete_examples, "the question was answered with no", cache::remove},
    {"has", "tell by exit status whether a key exists",
     "Prints nothing: the exit status is 0 if the key exists, 1 if it is absent. It is no use of the entry and "
     "counts nothing.",
     key_word, scope_only, has_examples, "the key is absent", cache::has},
    {"keys", "list keys in bytewise order",
     "Lists keys, in ascending order of their bytes and without duplicates. The pattern is a glob over the "
     "whole key: * any run, also across : and /, ? one character, [a-z] and [!x] sets, \\ escapes.\n\nWith "
     "--long each line holds type, size in bytes, seconds to live (or none) and the key, with tabs between "
     "them.",
     pattern_word, keys_options, keys_examples, nullptr, cache::keys, Touches::itself, true},
    {"clear", "remove all keys", "Removes every key in the scope; without --scope, every key.", {}, clear_options,
     clear_examples, "the question was answered with no", cache::clear},
    {"invalidate", "remove entries by tag or pattern",
     "Removes, without a question, the entries that were set with a tag, or whose keys match a pattern. Several "
     "tags: the entries that have any of them. Without --scope the entries of all scopes.",
     {}, invalidate_options, invalidate_examples, nullptr, cache::invalidate},
    {"run", "run a command and keep what it prints",
     "Prints what CMD printed, to stdout and stderr in the order it came, and exits with its status; from the second time on "
     "without running it. The order is exact if stdout and stderr are one file, as with 2>&1.\n\n"
     "However many processes of this host ask at once, one runs CMD, and the others wait and get its output and its status, a "
     "failure too. What it prints goes through while it runs. Output beyond 64 MiB, or larger than the cache, is not kept.\n\n"
     "Exit status: that of CMD, 128 + n for signal n; 124 --timeout was over; 125 objectos failed; 126 CMD cannot be executed; "
     "127 CMD was not found.",
     run_words, run_options, run_examples, nullptr, cache::run, Touches::itself, false, false, nullptr, true},
    {"gc", "remove expired entries and give space back",
     "Expired entries are invisible at once but stay until they are overwritten, make room or gc removes them.", {}, {},
     gc_examples, nullptr, cache::gc},
    {"stats", "print hits, misses and what else is counted",
     "Prints counters and limits, of one scope or of everything. Every look-up is one hit or one miss. An entry "
     "that leaves by itself is counted once: as an expiration if its time had passed, else as an eviction. size "
     "and bytes are those of the entries that have not expired; an entry has the bytes of its key, value and "
     "tags. Counters are exact with any number of processes, and outlive them.",
     {}, stats_options, stats_examples, nullptr, cache::stats},
};

}  // namespace

const Group cache_group{
    "cache", "bounded cache with expiry, tags and statistics",
    "Keeps values that can be made anew, for any number of processes, within limits that always hold: "
    "cache.options.max_size entries (default 1000) and cache.options.max_bytes. State is cache.db in the state "
    "directory unless configured otherwise; the statistics are in cache.stats beside it.\n\n"
    "--cache-url, OBJECTOS_CACHE_URL or cache.url in the configuration names another cache: memory:, sqlite:PATH, "
    "redis://HOST and its relatives (see objectos-storage(1)).\n\n"
    "cache.options.policy is lru or sieve. sieve keeps more of what is asked for often. On SQLite lru is exact to "
    "an eighth of the cache, so that repeated hits write nothing.",
    commands};

}  // namespace objectos::cli
