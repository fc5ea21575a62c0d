#include "patterns/flag_store.hpp"

#include <algorithm>

#include "core/keys.hpp"

namespace objectos {
namespace {

std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '%') {
      text += "%25";
    } else if (c == '/') {
      text += "%2F";
    } else {
      text += c;
    }
  }
  return text;
}

std::string unescaped(std::string_view text) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 3) == "%25" || text.substr(i, 3) == "%2F") {
      name += text[i + 2] == '5' ? '%' : '/';
      i += 2;
    } else {
      name += text[i];
    }
  }
  return name;
}

void check_name(std::string_view name) {
  if (name.empty()) throw Error(Errc::usage, Message("flag.no_name", "a flag's name must not be empty"));
}

}  // namespace

FlagKeys::FlagKeys(std::string_view scope) : scope_(keys::checked_scope_prefix(scope)) {}

std::string FlagKeys::flag(std::string_view name) const {
  check_name(name);
  return "flag/" + scope_ + std::string(name);
}

std::string FlagKeys::user(std::string_view name, std::string_view user) const {
  check_name(name);
  if (user.empty()) throw Error(Errc::usage, Message("flag.no_user", "a user must not be empty"));
  return "user/" + escaped(scope_ + std::string(name)) + '/' + std::string(user);
}

std::string FlagKeys::rule(std::string_view name) const {
  return "rule/" + scope_ + std::string(name);
}

Glob FlagKeys::all(std::string_view kind) const {
  const std::string scope = kind == "user/" ? escaped(scope_) : scope_;
  return Glob(Glob::escape(std::string(kind) + scope) + '*');
}

Glob FlagKeys::users_of(std::string_view name) const {
  return Glob(Glob::escape("user/" + escaped(scope_ + std::string(name)) + '/') + '*');
}

std::string_view FlagKeys::name_in(std::string_view key, std::string_view kind) const {
  return key.substr(kind.size() + scope_.size());
}

std::pair<std::string, std::string_view> FlagKeys::user_in(std::string_view key) const {
  key.remove_prefix(std::string_view("user/").size());
  const auto slash = key.find('/');
  const std::string flag = unescaped(key.substr(0, slash));
  return {flag.substr(std::min(scope_.size(), flag.size())),
          slash == key.npos ? std::string_view() : key.substr(slash + 1)};
}

std::optional<std::string> FlagStore::read(const std::string& key, std::string_view name) const {
  if (auto kept = cache.get(key)) return std::move(*kept);
  return cache.keep(key, tag(name), cache.ttl(), [&]() -> std::optional<std::string> {
    const auto value = storage.get(key);
    return value ? std::optional(value->to_json()) : std::nullopt;
  });
}

// ---- rules --------------------------------------------------------------------------------------------

struct StoredRules::Rule {
  Rule(std::string_view name, std::string stored)
      : text(std::move(stored)),
        source{"rule " + std::string(name), text},
        tree(json::parse_tree(text, {source.name, 1}, json::Reader::Dialect::strict)) {}
  std::string text;
  logic::Source source;
  json::Node tree;
};

StoredRules::StoredRules(const FlagStore& store) : store_(store) {}
StoredRules::~StoredRules() = default;

logic::SharedRule StoredRules::find(std::string_view name) {
  auto found = rules_.find(name);
  if (found == rules_.end()) {
    std::unique_ptr<Rule> rule;
    if (auto stored = name.empty() ? std::nullopt : store_.read(store_.keys.rule(name), {}))
      rule = std::make_unique<Rule>(name, std::move(*stored));
    found = rules_.emplace(std::string(name), std::move(rule)).first;
  }
  if (!found->second) return {nullptr, nullptr};
  return {&found->second->tree, &found->second->source};
}

}  // namespace objectos
