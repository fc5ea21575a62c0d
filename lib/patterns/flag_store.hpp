// Where flags are in the storage scope `feature-flags`:
//
//   flag/NAME        the flag in flagd's JSON, as it was written
//   user/NAME/USER   the value of one user; % and / in NAME are written %25 and %2F
//   rule/NAME        a rule of `$evaluators`, which flags refer to
//   file/            the members of an imported file that belong to no flag
//
// In a scope NAME is SCOPE:NAME.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "objectos/flags.hpp"
#include "patterns/cache_front.hpp"
#include "patterns/flag_definition.hpp"
#include "patterns/logic.hpp"

namespace objectos {

class FlagKeys {
 public:
  explicit FlagKeys(std::string_view scope);
  std::string flag(std::string_view name) const;
  std::string user(std::string_view name, std::string_view user) const;
  std::string rule(std::string_view name) const;
  std::string file() const { return "file/" + scope_; }

  /// Every key of a kind, "flag/", "rule/" or "user/".
  Glob all(std::string_view kind) const;
  Glob users_of(std::string_view name) const;
  /// The name in a key that all("flag/") or all("rule/") matches.
  std::string_view name_in(std::string_view key, std::string_view kind) const;
  /// Flag and user in a key that all("user/") matches.
  std::pair<std::string, std::string_view> user_in(std::string_view key) const;

 private:
  std::string scope_;  ///< with its colon, or empty
};

struct FlagStore {
  FlagStore(const Storage& unscoped, std::string_view scope, const Clock& the_clock)
      : storage(unscoped.scoped(Flags::storage_scope)), keys(scope), clock(the_clock) {}
  /// The text stored under a key, from the cache if it has it. `name` is the flag that it belongs to, or
  /// empty: a rule.
  std::optional<std::string> read(const std::string& key, std::string_view name) const;
  /// After a change of the flag.
  void forget(std::string_view name) { cache.forget(tag(name)); }
  std::string tag(std::string_view name) const { return name.empty() ? "rules" : keys.flag(name); }

  Storage storage;
  FlagKeys keys;
  mutable CacheFront cache;
  const Clock& clock;
};

/// Rules that others refer to, read from the store when they are asked for.
class StoredRules {
 public:
  explicit StoredRules(const FlagStore& store);
  ~StoredRules();
  StoredRules(const StoredRules&) = delete;
  StoredRules& operator=(const StoredRules&) = delete;
  logic::SharedRule find(std::string_view name);

 private:
  struct Rule;
  const FlagStore& store_;
  std::map<std::string, std::unique_ptr<Rule>, std::less<>> rules_;
};

}  // namespace objectos
