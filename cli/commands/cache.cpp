#include "commands/cache.hpp"

#include <charconv>

#include "commands/entries.hpp"
#include "exit_status.hpp"
#include "objectos/cache.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::cache {

using namespace entries;

namespace {

std::vector<std::string> values_of(const Args& args, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [option, value] : args.options) {
    if (option->name == name) values.push_back(value);
  }
  return values;
}

std::string limit(std::uint64_t n) {
  return n == 0 ? "none" : std::to_string(n);
}

std::string decimal(double x) {
  char digits[32];
  return {digits, std::to_chars(digits, std::end(digits), x).ptr};
}

std::vector<std::pair<std::string, std::string>> rows_of(const CacheStats& stats) {
  return {{"hits", std::to_string(stats.hits)},
          {"misses", std::to_string(stats.misses)},
          {"hit_rate", decimal(stats.hit_rate())},
          {"size", std::to_string(stats.size)},
          {"bytes", std::to_string(stats.bytes)},
          {"evictions", std::to_string(stats.evictions)},
          {"expirations", std::to_string(stats.expirations)},
          {"max_size", limit(stats.limits.max_size)},
          {"max_bytes", limit(stats.limits.max_bytes)},
          {"policy", std::string(policy_name(stats.limits.policy))},
          {"backend", stats.backend}};
}

}  // namespace

int get(Call& call) {
  Cache cache = call.cache();
  const std::vector<std::string>& keys = call.args.positionals;
  if (keys.size() == 1) return print_found(call, cache.get(keys[0]));
  SeveralFound found(call);
  for (const std::string& key : keys) cache.check_key(key);
  for (const std::string& key : keys) found.add(key, cache.get(key));
  return found.finish();
}

int set(Call& call) {
  Cache cache = call.cache();
  const std::string& key = call.args.positionals[0];
  cache.check_key(key);  // before standard input is waited for
  const CacheSetOptions options{call.duration("--ttl"), values_of(call.args, "--tag")};
  cache.set(key, value_argument(call), options);
  if (call.out.json()) call.out.line("{\"key\":" + json::quoted(key) + ",\"set\":true}");
  return exit_status::ok;
}

int remove(Call& call) {
  Cache cache = call.cache();
  const bool is_dry = call.args.has("--dry-run");
  if (is_by_match(call)) {
    const Glob pattern(*call.args.find("--match"));
    if (is_dry) return print_would_delete(call, cache.keys(pattern));
    if (!confirmed(call, [&] { return cache.keys(pattern); })) return print_declined(call);
    return print_deleted(call, cache.invalidate_matching(pattern));
  }
  for (const std::string& key : call.args.positionals) cache.check_key(key);
  std::vector<std::string> there;
  std::size_t deleted = 0;
  for (const std::string& key : call.args.positionals) {
    if (!is_dry) {
      deleted += cache.remove(key);
    } else if (cache.has(key)) {
      there.push_back(key);
    }
  }
  return is_dry ? print_would_delete(call, there) : print_deleted(call, deleted);
}

int has(Call& call) {
  return print_exists(call, call.cache().has(call.args.positionals[0]));
}

int keys(Call& call) {
  const Cache cache = call.cache();
  return list_keys(call, cache.backend().now_ms(),
                   [&cache](const Range& range, const Visitor& visit) { cache.each(range, visit); });
}

int clear(Call& call) {
  Cache cache = call.cache();
  if (call.args.has("--dry-run")) return print_would_delete(call, cache.keys());
  if (!confirmed(call, [&] { return cache.keys(); })) return print_declined(call);
  return print_deleted(call, cache.clear());
}

int invalidate(Call& call) {
  Cache cache = call.cache();
  const std::vector<std::string> tags = values_of(call.args, "--tag");
  const std::string* match = call.args.find("--match");
  if (tags.empty() == (match == nullptr))
    usage(Message("cache.what_to_invalidate", "either --tag or --match says what is to be invalidated"));
  if (match) return print_deleted(call, cache.invalidate_matching(Glob(*match)));
  std::size_t deleted = 0;
  for (const std::string& tag : tags) deleted += cache.invalidate_tag(tag);
  return print_deleted(call, deleted);
}

int gc(Call& call) {
  return print_expired(call, call.cache().collect());
}

int stats(Call& call) {
  Cache cache = call.cache();
  const bool resets = call.args.has("--reset");
  if (resets) cache.reset_stats();
  if (call.out.json()) {
    append_cache_stats_json(call.out.buffer(), cache.stats());
    call.out.line("");
  } else if (!resets) {
    for (const auto& [name, value] : rows_of(cache.stats())) call.out.line(name + "\t" + value);
  }
  return exit_status::ok;
}

}  // namespace objectos::cli::cache
