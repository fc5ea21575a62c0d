// Flags in files of flagd's JSON: {"flags":{NAME:FLAG},"$evaluators":{NAME:RULE},…}.
#include <algorithm>
#include <initializer_list>
#include <map>

#include "patterns/flag_store.hpp"

namespace objectos {
namespace {

using json::Kind;
using logic::Source;

constexpr std::string_view evaluators = "$evaluators";

/// The object's text without the members of these names.
std::string without(const json::Node& object, std::initializer_list<std::string_view> names) {
  std::string text = "{";
  for (const json::Member& member : object.members) {
    if (std::find(names.begin(), names.end(), member.key) != names.end()) continue;
    if (text.size() > 1) text += ',';
    text += json::quoted(member.key) + ':' + json::compact(member.value.text);
  }
  return text + '}';
}

// ---- import -------------------------------------------------------------------------------------------

/// A whole file, checked when it is made.
class FlagFile {
 public:
  FlagFile(std::string_view text, std::string_view name, const FlagStore& store)
      : store_(store),
        source_{std::string(name), text},
        tree_(json::parse_tree(text, {source_.name, 1}, json::Reader::Dialect::strict)),
        stored_rules_(store) {
    if (tree_.kind != Kind::object)
      source_.fail(tree_.offset, "flag.file", "{{place}}: a file of flags is an object");
    flags_ = object_member("flags");
    if (!flags_) source_.fail(tree_.offset, "flag.no_flags", "{{place}}: this object has no \"flags\"");
    rules_ = object_member(evaluators);
    check_rules();
    for (const json::Member& flag : flags_->members) check_flag(flag);
  }
  FlagFile(const FlagFile&) = delete;
  FlagFile& operator=(const FlagFile&) = delete;

  std::size_t size() const { return flags_->members.size(); }

  /// Every key that the file stands for, with its value's text.
  template <class Each>
  void each(Each each) const {
    for (const json::Member& rule : rules_ ? rules_->members : std::vector<json::Member>())
      each(store_.keys.rule(rule.key), json::compact(rule.value.text));
    for (const json::Member& flag : flags_->members) {
      each(store_.keys.flag(flag.key), without(flag.value, {"overrides"}));
      const json::Node* overrides = flag.value.find("overrides");
      if (!overrides) continue;
      for (const json::Member& user : overrides->members)
        each(store_.keys.user(flag.key, user.key), json::compact(user.value.text));
    }
    const std::string rest = without(tree_, {"flags", evaluators});
    if (rest != "{}") each(store_.keys.file(), rest);
  }

 private:
  const json::Node* object_member(std::string_view name) const {
    const json::Node* node = tree_.find(name);
    if (node && node->kind != Kind::object)
      source_.fail(node->offset, "flag.file_member", "{{place}}: \"{{name}}\" is an object",
                   {{"name", name}});
    return node;
  }

  void check_rules() {
    for (const json::Member& rule : rules_ ? rules_->members : std::vector<json::Member>()) {
      check_name(rule, [&] { return store_.keys.rule(rule.key); });
      if (rule.value.kind != Kind::object)
        source_.fail(rule.value.offset, "flag.rule", "{{place}}: a rule is an object");
      check_rule(rule.value);
    }
  }

  void check_flag(const json::Member& flag) {
    check_name(flag, [&] { return store_.keys.flag(flag.key); });
    const FlagDefinition definition = FlagDefinition::read(flag.value, source_);
    if (definition.targeting) check_rule(*definition.targeting);
    if (!definition.overrides) return;
    for (const json::Member& user : definition.overrides->members)
      check_name(user, [&] { return store_.keys.user(flag.key, user.key); });
  }

  void check_rule(const json::Node& rule) {
    logic::check(rule, source_, [this](std::string_view name) -> logic::SharedRule {
      const json::Node* in_file = rules_ ? rules_->find(name) : nullptr;
      return in_file ? logic::SharedRule{in_file, &source_} : stored_rules_.find(name);
    });
  }

  template <class Key>
  void check_name(const json::Member& member, Key key) const {
    try {
      if (member.key.empty())
        throw Error(Errc::usage, Message("flag.no_name", "a flag's name must not be empty"));
      store_.storage.check_key(key());
    } catch (const Error& error) {
      source_.fail(member.key_offset, "flag.name",
                   "{{place}}: this name is too long, empty, or has a newline or NUL in it");
    }
  }

  const FlagStore& store_;
  Source source_;
  json::Node tree_;
  StoredRules stored_rules_;
  const json::Node* flags_ = nullptr;
  const json::Node* rules_ = nullptr;
};

/// Without transactions what is written stays.
[[noreturn]] void interrupted(const Storage& storage, std::size_t stored, const Error& why) {
  if (storage.backend().is_transactional() || stored == 0) throw why;
  throw Error(Errc::partial,
              Message("flag.interrupted", "{{reason}}; {{count}} keys were stored",
                      {{"reason", why.what()}, {"count", stored}}),
              Message("import.interrupted_hint", "run the import again: what is stored stays as it is"));
}

// ---- export -------------------------------------------------------------------------------------------

/// Members of an object on lines of their own.
class Lines {
 public:
  Lines(const std::function<void(std::string_view)>& write, std::string_view indent)
      : write_(write), indent_(indent) {}
  void add(std::string_view key, std::string_view value) {
    write_((first_ ? "\n" : ",\n") + indent_ + json::quoted(key) + ": ");
    write_(value);
    first_ = false;
  }

 private:
  const std::function<void(std::string_view)>& write_;
  std::string indent_;
  bool first_ = true;
};

/// By flag: the members of its "overrides".
std::map<std::string, std::string> overrides_by_flag(const FlagStore& store) {
  std::map<std::string, std::string> overrides;
  store.storage.each({store.keys.all("user/"), {}, true}, [&](const Entry& entry) {
    const auto [flag, user] = store.keys.user_in(entry.key);
    std::string& members = overrides[flag];
    if (!members.empty()) members += ',';
    members += json::quoted(user) + ':' + entry.value.to_json();
    return true;
  });
  return overrides;
}

/// The members of an object's text, as text.
template <class Each>
void each_member(const std::string& object, Each each) {
  json::Reader reader(object);
  std::string scratch;
  std::string_view key;
  reader.begin_object();
  while (reader.next_key(key, scratch)) {
    const std::string name(key);
    each(name, reader.value());
  }
}

}  // namespace

std::size_t Flags::import(std::string_view text, std::string_view file) {
  const FlagFile checked(text, file, *store_);
  Storage& storage = store_->storage;
  const auto group = storage.backend().begin(Access::write);
  std::size_t stored = 0;
  const auto pipeline = storage.backend().pipeline([&](Operation& done) {
    if (done.error) interrupted(storage, stored, *done.error);
    ++stored;
  });
  checked.each([&](const std::string& key, std::string value) {
    pipeline->add(
        storage.operation(key, Put{.value = Value::trusted(std::move(value)), .expiry = {}, .equals = {}}));
  });
  pipeline->drain();
  group->commit();
  store_->cache.forget_all();
  return checked.size();
}

std::size_t Flags::export_to(const std::function<void(std::string_view)>& write) const {
  const FlagStore& store = *store_;
  const auto view = store.storage.backend().begin(Access::read);
  std::map<std::string, std::string> overrides = overrides_by_flag(store);

  write("{");
  Lines top(write, "  ");
  if (const auto rest = store.storage.get(store.keys.file()))
    each_member(rest->text(), [&top](std::string_view key, std::string_view value) { top.add(key, value); });

  top.add("flags", "{");
  Lines flags(write, "    ");
  std::size_t exported = 0;
  store.storage.each({store.keys.all("flag/"), {}, true}, [&](const Entry& entry) {
    const std::string name(store.keys.name_in(entry.key, "flag/"));
    std::string definition = without(StoredFlag(name, entry.value.text()).tree(), {"overrides"});
    if (const auto own = overrides.find(name); own != overrides.end()) {
      definition.pop_back();
      definition += ",\"overrides\":{" + own->second + "}}";
    }
    flags.add(name, definition);
    ++exported;
    return true;
  });
  write(exported == 0 ? "}" : "\n  }");

  bool has_rules = false;
  Lines rules(write, "    ");
  store.storage.each({store.keys.all("rule/"), {}, true}, [&](const Entry& entry) {
    if (!has_rules) top.add(evaluators, "{");
    has_rules = true;
    rules.add(store.keys.name_in(entry.key, "rule/"), entry.value.text());
    return true;
  });
  if (has_rules) write("\n  }");
  write("\n}\n");
  return exported;
}

}  // namespace objectos
