#include "commands/lock.hpp"
#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

constexpr Option scope{"--scope", 0, "NAME", "locks of the scope NAME", nullptr, Live::scope};
constexpr Option ttl{"--ttl", 0, "DURATION", "how long the lease lasts without a renewal (default: 30s)"};
constexpr Option wait{"--wait", 'w', "DURATION", "how long to try (default: 0)"};
constexpr Option slots{"--slots", 0, "N", "how many may hold it at once (default: 1)"};
constexpr Positional name{"NAME", Arity::one, "the lock"};
constexpr Positional token{"TOKEN", Arity::one, "the number that acquire printed"};

constexpr Positional run_words[] = {name, {"CMD", Arity::many, "the command and its arguments, behind --"}};
constexpr Option run_options[] = {
    scope,
    ttl,
    wait,
    slots,
    {"--conflict-exit-code", 'E', "N", "exit status if the lock is not acquired (default: 75)"}};
constexpr Example run_examples[] = {
    {"objectos lock run backup -- sh backup.sh", "run it, unless it is still running"},
    {"objectos lock run deploy --wait 10m -- sh deploy.sh", "wait for one's turn"},
    {"objectos lock run pack --slots 4 --wait 1h -- gzip -kf big.log", "four at a time"}};

constexpr Positional name_only[] = {name};
constexpr Option acquire_options[] = {scope, ttl, wait, slots};
constexpr Example acquire_examples[] = {
    {"token=$(objectos lock acquire publish --ttl 5m) || exit", "take a lock in a script"}};
constexpr Positional token_words[] = {name, token};
constexpr Option renew_options[] = {scope, ttl};
constexpr Example renew_examples[] = {
    {"objectos lock renew publish \"$token\" --ttl 5m", "five minutes more, from now"}};
constexpr Option scope_only[] = {scope};
constexpr Example release_examples[] = {{"objectos lock release publish \"$token\"", "give it back"}};
constexpr Example info_examples[] = {{"objectos lock info deploy", "see who holds it"}};
constexpr Positional pattern[] = {
    {"PATTERN", Arity::optional, "only locks whose names match this pattern (default: all)"}};
constexpr Example list_examples[] = {{"objectos lock list", "see all locks that are held"}};

constexpr Command commands[] = {
    {"run", "run a command while holding a lock",
     "Runs CMD while this command holds the lock NAME, and exits with its status, 128 + n if signal n ended "
     "it. "
     "OBJECTOS_FENCE is the lock's token. Signals are passed on to CMD and its process group.\n\n"
     "The lease is renewed while CMD runs. If that fails, CMD is sent TERM, and KILL before the lease ends, "
     "so that no "
     "two run at once. When this command and CMD have died, however that came, the lock is free at once on "
     "this host; "
     "elsewhere when the lease ends.\n\n"
     "What a program writes while it may be paused past its lease belongs under a fence: storage set "
     "--fence.\n\n"
     "Exit status: that of CMD; 75 the lock is held by others; 124 --timeout was over; 125 the lock was "
     "lost, or could "
     "not be asked for; 126 CMD cannot be executed; 127 CMD was not found.",
     run_words, run_options, run_examples, nullptr, lock::run, Touches::itself, false, false, nullptr, true},
    {"acquire", "take a lock and print its token",
     "For scripts that hold a lock over several commands. It is held until release, or until the lease ends; "
     "renew "
     "starts the lease anew. Tokens of a lock only grow.",
     name_only, acquire_options, acquire_examples, "others hold the lock", lock::acquire},
    {"renew", "start a lease anew", "The lease of the token's holding lasts for --ttl from now.", token_words,
     renew_options, renew_examples, "the token no longer holds the lock", lock::renew},
    {"release", "give a lock back", "Ends the token's holding.", token_words, scope_only, release_examples,
     "the token no longer held the lock", lock::release},
    {"info", "show who holds a lock",
     "Prints a line for each holder: the lock's name, the token, when the lease ends, and who it is.",
     name_only, scope_only, info_examples, "nobody holds the lock", lock::info},
    {"list", "show all locks that are held", "Prints what info prints, of every lock.", pattern, scope_only,
     list_examples, nullptr, lock::list, Touches::itself, true},
};

}  // namespace

const Group lock_group{"lock", "locks between processes and hosts",
                       "A lock is held under a lease by at most one process, or --slots of them, at a time. "
                       "Locks live in the configured "
                       "store, in the scope lock: on SQLite they are this machine's, on Redis or PostgreSQL "
                       "they are shared by hosts.",
                       commands};

}  // namespace objectos::cli
