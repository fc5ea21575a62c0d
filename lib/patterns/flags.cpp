#include "objectos/flags.hpp"

#include "objectos/version.hpp"
#include "patterns/flag_definition.hpp"
#include "patterns/flag_store.hpp"

namespace objectos {
namespace {

constexpr std::int64_t ms_per_second = 1000;

/// What is stored of a flag for one user.
struct Stored {
  std::optional<std::string> definition;
  std::optional<std::string> own_value;
};

/// In one round trip, or from the cache.
Stored read(const FlagStore& store, std::string_view name, std::string_view user) {
  const std::string key = store.keys.flag(name);
  const std::string own_key = user.empty() ? std::string() : store.keys.user(name, user);
  Stored stored;
  if (store.cache.is_used()) {
    stored.definition = store.read(key, name);
    if (stored.definition && !user.empty()) stored.own_value = store.read(own_key, name);
    return stored;
  }
  const auto pipeline = store.storage.backend().pipeline([&stored](Operation& done) {
    if (done.error) throw *done.error;
    if (!done.outcome.value) return;
    (done.tag == 0 ? stored.definition : stored.own_value) = done.outcome.value->to_json();
  });
  pipeline->add(store.storage.operation(key, Read{.expiry = false}));
  if (!user.empty()) {
    Operation own = store.storage.operation(own_key, Read{.expiry = false});
    own.tag = 1;
    pipeline->add(std::move(own));
  }
  pipeline->drain();
  return stored;
}

// ---- evaluation ---------------------------------------------------------------------------------------

/// The attributes, with targetingKey and what flagd adds.
logic::Context rule_context(const std::string& flag, const FlagContext& given, const Clock& clock) {
  logic::Datum::Object members;
  std::optional<logic::Datum> targeting_key;
  if (given.attributes.type() == Value::Type::object) {
    const std::string& text = given.attributes.raw();
    const json::Node tree = json::parse_tree(text, {"attributes", 1}, json::Reader::Dialect::strict);
    for (const json::Member& member : tree.members) {
      if (member.key == "$flagd") continue;
      if (member.key == "targetingKey") {
        targeting_key = logic::Datum(member.value);
      } else {
        members.emplace_back(member.key, logic::Datum(member.value));
      }
    }
  } else if (given.attributes.type() != Value::Type::null) {
    throw Error(Errc::usage, Message("flag.attributes", "attributes are a JSON object"));
  }
  if (!given.user.empty()) targeting_key = logic::Datum(given.user);
  logic::Context context;
  if (targeting_key) {
    if (const std::string* key = targeting_key->string()) {
      context.bucketing = flag + *key;
      context.has_bucketing = true;
    }
    members.emplace_back("targetingKey", *targeting_key);
  }
  members.emplace_back("$flagd", logic::Datum(logic::Datum::Object{
                                     {"flagKey", logic::Datum(flag)},
                                     {"timestamp", static_cast<double>(clock.now_ms() / ms_per_second)}}));
  context.data = logic::Datum(std::move(members));
  return context;
}

FlagResult with_variant(FlagResult result, const Variant& variant, FlagReason reason) {
  result.variant = variant.name;
  result.value = Value::trusted(variant.json);
  result.reason = reason;
  return result;
}

FlagResult with_default(FlagResult result, const FlagDefinition& flag, FlagReason reason) {
  if (flag.default_variant) return with_variant(std::move(result), *flag.find(*flag.default_variant), reason);
  result.reason = FlagReason::default_value;
  return result;
}

FlagResult with_error(FlagResult result, const char* code, Error error) {
  result.error_code = code;
  result.error = std::make_shared<const Error>(std::move(error));
  return result;
}

/// The variant that a rule's result names; nothing for null.
std::optional<std::string> variant_in(const logic::Datum& outcome) {
  if (outcome.is_null()) return std::nullopt;
  if (const std::string* name = outcome.string()) return *name;
  return outcome.to_json(1000);
}

FlagResult by_rule(FlagResult result, const StoredFlag& stored, const FlagStore& store,
                   const FlagContext& given) {
  const FlagDefinition& flag = stored.definition();
  logic::Context context = rule_context(result.flag, given, store.clock);
  StoredRules rules(store);
  context.shared = [&rules](std::string_view name) { return rules.find(name); };
  std::optional<std::string> name;
  try {
    name = variant_in(logic::evaluate(*flag.targeting, stored.source(), context));
  } catch (const Error& error) {
    if (error.code() != Errc::data) throw;
    return with_error(std::move(result), "PARSE_ERROR", error);
  }
  if (!name) return with_default(std::move(result), flag, FlagReason::default_value);
  if (const Variant* variant = flag.find(*name))
    return with_variant(std::move(result), *variant, FlagReason::targeting_match);
  return with_error(
      std::move(result), "GENERAL",
      Error(Errc::data,
            Message("flag.no_variant",
                    "flag {{flag}}: its rule names \"{{variant}}\", which is none of its variants",
                    {{"flag", result.flag}, {"variant", *name}})));
}

// ---- changes ------------------------------------------------------------------------------------------

void change(FlagStore& store, std::string_view name, const FlagChange& change) {
  store.storage.update(store.keys.flag(name), [&](const Entry* present, std::int64_t) {
    const std::string text = present ? present->value.text() : std::string();
    return std::optional(Entry{{}, Value::trusted(changed_definition(name, text, change)), {}});
  });
}

/// One user's value; the flag is made if it is not there, off for the others.
void set_for_user(FlagStore& store, std::string_view name, const std::string& json, std::string_view user) {
  const std::string user_key = store.keys.user(name, user);
  store.storage.check_key(user_key);
  const auto group = store.storage.backend().begin(Access::write);
  store.storage.update(
      store.keys.flag(name), [&](const Entry* present, std::int64_t) -> std::optional<Entry> {
        const std::string text = present ? present->value.text() : std::string();
        // Also checks the type.
        std::string made = changed_definition(name, text, {json, std::nullopt, true});
        return present ? std::nullopt : std::optional(Entry{{}, Value::trusted(std::move(made)), {}});
      });
  store.storage.set(user_key, Value::trusted(json));
  group->commit();
}

void check_options(const FlagSetOptions& options) {
  if (options.user && options.percent) {
    throw Error(Errc::usage,
                Message("flag.user_and_percent", "a value is for one user or for some percent, not both"));
  }
  if (options.percent && !(*options.percent >= 0 && *options.percent <= 100))
    throw Error(Errc::usage, Message("flag.percent", "a share is 0 to 100 percent"));
}

}  // namespace

std::string_view flag_reason_name(FlagReason reason) noexcept {
  switch (reason) {
    case FlagReason::static_value: return "STATIC";
    case FlagReason::default_value: return "DEFAULT";
    case FlagReason::targeting_match: return "TARGETING_MATCH";
    case FlagReason::disabled: return "DISABLED";
    case FlagReason::error: break;
  }
  return "ERROR";
}

bool FlagResult::is_on() const {
  if (!value) return false;
  const std::string& json = value->raw();
  switch (value->type()) {
    case Value::Type::boolean: return json == "true";
    case Value::Type::number: return json.find_first_of("123456789") < json.find_first_of("eE");
    case Value::Type::string: return json != "\"\"";
    case Value::Type::null: return false;
    default: return true;
  }
}

Flags::Flags(const Storage& storage, std::string_view scope, const Clock& clock)
    : store_(std::make_unique<FlagStore>(storage, scope, clock)) {}
Flags::~Flags() = default;
Flags::Flags(Flags&&) noexcept = default;
Flags& Flags::operator=(Flags&&) noexcept = default;

void Flags::use(const Cache& cache, Millis ttl) {
  store_->cache.use(cache, storage_scope, ttl);
}

FlagResult Flags::get(std::string_view name, const FlagContext& context) const {
  const Stored stored = read(*store_, name, context.user);
  FlagResult result;
  result.flag = name;
  if (!stored.definition) {
    result.error_code = "FLAG_NOT_FOUND";
    return result;
  }
  const StoredFlag flag(name, *stored.definition);
  if (!flag.definition().is_enabled) {
    result.reason = FlagReason::disabled;
    return result;
  }
  if (stored.own_value) {
    const std::string own = json::compact(*stored.own_value);
    const Variant* variant = flag.definition().with_value(own);
    return with_variant(std::move(result),
                        variant ? *variant : Variant{variant_name(own), own},
                        FlagReason::targeting_match);
  }
  if (!flag.definition().targeting)
    return with_default(std::move(result), flag.definition(), FlagReason::static_value);
  return by_rule(std::move(result), flag, *store_, context);
}

void Flags::set(std::string_view name, const Value& value, const FlagSetOptions& options) {
  check_options(options);
  if (value.is_bytes()) throw Error(Errc::usage, Message("flag.bytes", "a flag's value is JSON, not bytes"));
  std::string json = json::compact(value.raw());
  json::parse_tree(json, {"value", 1}, json::Reader::Dialect::strict);  // no deeper than a flag may be
  if (options.user) {
    set_for_user(*store_, name, json, *options.user);
  } else {
    change(*store_, name, {std::move(json), options.percent, false});
  }
  store_->forget(name);
}

bool Flags::remove(std::string_view name) {
  const std::string key = store_->keys.flag(name);
  store_->storage.check_key(key);
  const auto group = store_->storage.backend().begin(Access::write);
  // Where a group is not all or nothing, an end in between leaves the flag: nothing that would come back with
  // another.
  store_->storage.remove_matching(store_->keys.users_of(name));
  const bool was_there = store_->storage.remove(key);
  group->commit();
  store_->forget(name);
  return was_there;
}

bool Flags::remove(std::string_view name, std::string_view user) {
  const bool was_there = store_->storage.remove(store_->keys.user(name, user));
  store_->forget(name);
  return was_there;
}

std::vector<FlagInfo> Flags::list() const {
  std::vector<FlagInfo> flags;
  store_->storage.each({store_->keys.all("flag/"), {}, true}, [&](const Entry& entry) {
    const std::string name(store_->keys.name_in(entry.key, "flag/"));
    const StoredFlag flag(name, entry.value.text());
    FlagInfo info{name,
                  flag.definition().is_enabled,
                  {},
                  flag.definition().default_variant,
                  flag.definition().targeting != nullptr};
    for (const Variant& variant : flag.definition().variants) info.variants.push_back(variant.name);
    flags.push_back(std::move(info));
    return true;
  });
  return flags;
}

}  // namespace objectos
