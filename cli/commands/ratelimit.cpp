// objectos ratelimit: at most so many in a time, exactly, for any number of processes.
#include <charconv>

#include "call.hpp"
#include "commands/tables.hpp"
#include "exit_status.hpp"
#include "objectos/rate_limiter.hpp"

namespace objectos::cli {
namespace {

RateLimit limit_of(const Call& call) {
  const std::string* rate = call.args.find("--limit");
  if (!rate) throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "--limit"}}));
  try {
    RateLimit limit{.rate = parse_rate(*rate)};
    if (const auto burst = call.count("--burst")) limit.burst = static_cast<std::int64_t>(*burst);
    return limit;
  } catch (const Error& error) {
    throw error.place().empty() ? error.at("--limit") : error;
  }
}

void print_json(Call& call, const RateVerdict& verdict) {
  call.out.line(std::string("{\"allowed\":") + (verdict.allowed ? "true" : "false") + ",\"limit\":" +
                std::to_string(verdict.limit) + ",\"remaining\":" + std::to_string(verdict.remaining) +
                ",\"retry_after_ms\":" + std::to_string(verdict.retry_after.count()) +
                ",\"reset_after_ms\":" + std::to_string(verdict.reset_after.count()) + "}");
}

int check(Call& call) {
  const std::string& key = call.args.positionals[0];
  const auto cost = static_cast<std::int64_t>(call.count("--cost").value_or(1));
  const auto wait = call.duration("--wait");
  RateLimiter limiter(call.session.storage(), limit_of(call), call.scope());
  const RateVerdict verdict = call.args.has("--dry-run") ? limiter.look(key, cost)
                              : wait                     ? limiter.check_within(key, *wait, cost)
                                                         : limiter.check(key, cost);
  if (call.out.json()) print_json(call, verdict);
  return verdict.allowed ? exit_status::ok : exit_status::no;
}

int reset(Call& call) {
  const bool was_there = RateLimiter::reset(call.session.storage(), call.args.positionals[0], call.scope());
  if (call.out.json()) call.out.line(was_there ? "{\"reset\":1}" : "{\"reset\":0}");
  return exit_status::ok;
}

int info(Call& call) {
  const auto verdict = RateLimiter::info(call.session.storage(), call.args.positionals[0], call.scope());
  if (!verdict) {
    if (call.out.json()) call.out.line("null");
    return exit_status::no;
  }
  if (call.out.json()) {
    print_json(call, *verdict);
  } else {
    call.out.line("remaining    " + std::to_string(verdict->remaining) + " of " +
                  std::to_string(verdict->limit));
    call.out.line("retry after  " + format_seconds(verdict->retry_after.count()) + " s");
    call.out.line("reset after  " + format_seconds(verdict->reset_after.count()) + " s");
  }
  return exit_status::ok;
}

constexpr Option scope{"--scope", 0, "NAME", "limits of the scope NAME", nullptr, Live::scope};
constexpr Positional key[] = {{"KEY", Arity::one, "what is limited: a user, an address, a task"}};
constexpr Option check_options[] = {
    scope,
    {"--limit", 'l', "RATE", "how many in which time: 10/s, 100/m, 5000/h, 1000/d"},
    {"--burst", 'b', "N", "how many at once (default: the number in RATE)"},
    {"--cost", 'c', "N", "count as N (default: 1)"},
    {"--wait", 'w', "DURATION", "wait for one's turn, no longer than this (default: 0)"},
    {"--dry-run", 0, nullptr, "say what would be, count nothing"}};
constexpr Example check_examples[] = {
    {"objectos ratelimit check mail:ada --limit 10/h && sh mail.sh", "ten mails an hour"},
    {"objectos ratelimit check api --limit 5/s --wait 1m && sh call.sh", "slow down to the rate"},
    {"objectos ratelimit check alert --limit 1/h || echo quiet", "once an hour is enough"}};
constexpr Option scope_only[] = {scope};
constexpr Example reset_examples[] = {{"objectos ratelimit reset mail:eve", "allow the whole burst again"}};
constexpr Example info_examples[] = {{"objectos ratelimit info mail:eve", "see what is left"}};

constexpr Command commands[] = {
    {"check", "take one from a rate limit",
     "Exit status 0: it is allowed, and counted; 1: it is not, and nothing is counted. Prints nothing "
     "without --json. The "
     "limit is exact for any number of processes and, on Redis or PostgreSQL, hosts.\n\n"
     "The generic cell rate algorithm (GCRA): what is used of the burst comes back at the rate, one at a "
     "time; there are no "
     "windows whose borders let twice as many through.",
     key, check_options, check_examples, "it is not allowed now", check},
    {"reset", "forget what is used", "The whole burst is allowed again.", key, scope_only, reset_examples,
     nullptr, reset},
    {"info", "show what is left",
     "Prints how many are left of the burst, by the limit that was last checked.", key, scope_only,
     info_examples, "nothing is in use", info},
};

}  // namespace

const Group ratelimit_group{
    "ratelimit", "rate limits for scripts",
    "Limits how often something happens, in the configured store, in the scope ratelimit.", commands};

}  // namespace objectos::cli
