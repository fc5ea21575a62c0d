#include "patterns/flag_definition.hpp"

#include <algorithm>
#include <cmath>

namespace objectos {
namespace {

using json::Kind;
using logic::Source;

// ---- reading ------------------------------------------------------------------------------------------

bool read_state(const json::Node& flag, const Source& source) {
  const json::Node* state = flag.find("state");
  if (!state) source.fail(flag.offset, "flag.no_state", "{{place}}: this flag has no \"state\"");
  if (state->kind == Kind::string && state->string == "ENABLED") return true;
  if (state->kind == Kind::string && state->string == "DISABLED") return false;
  source.fail(state->offset, "flag.state", "{{place}}: \"state\" is \"ENABLED\" or \"DISABLED\"");
}

/// null goes with every type.
void check_kind(Kind kind, std::optional<Kind>& all, const Source& source, std::size_t offset) {
  if (kind == Kind::null) return;
  if (!all) all = kind;
  if (kind != *all) source.fail(offset, "flag.mixed", "{{place}}: the values of a flag are all of one type");
}

std::vector<Variant> read_variants(const json::Node& flag, const Source& source, std::optional<Kind>& kind) {
  const json::Node* variants = flag.find("variants");
  if (!variants) source.fail(flag.offset, "flag.no_variants", "{{place}}: this flag has no \"variants\"");
  if (variants->kind != Kind::object)
    source.fail(variants->offset, "flag.variants",
                "{{place}}: \"variants\" is an object of names and values");
  std::vector<Variant> read;
  for (const json::Member& member : variants->members) {
    if (member.key.empty())
      source.fail(member.key_offset, "flag.variant_name", "{{place}}: a variant's name must not be empty");
    check_kind(member.value.kind, kind, source, member.value.offset);
    read.push_back({member.key, json::compact(member.value.text)});
  }
  return read;
}

std::optional<std::string> read_default(const json::Node& flag, const Source& source,
                                        const std::vector<Variant>& variants) {
  const json::Node* name = flag.find("defaultVariant");
  if (!name || name->kind == Kind::null) return std::nullopt;
  const bool is_there =
      name->kind == Kind::string && std::any_of(variants.begin(), variants.end(),
                                                [name](const Variant& v) { return v.name == name->string; });
  if (!is_there)
    source.fail(name->offset, "flag.default",
                "{{place}}: \"defaultVariant\" is the name of a variant, or null");
  return name->string;
}

const json::Node* read_targeting(const json::Node& flag, const Source& source) {
  const json::Node* rule = flag.find("targeting");
  if (!rule || rule->kind == Kind::null) return nullptr;
  if (rule->kind != Kind::object)
    source.fail(rule->offset, "flag.targeting", "{{place}}: \"targeting\" is a rule, that is an object");
  if (rule->members.size() > 1) {
    source.fail(rule->members[1].key_offset, "flag.two_rules",
                "{{place}}: \"targeting\" holds one rule, not several");
  }
  return rule->members.empty() ? nullptr : rule;
}

void check_metadata(const json::Node& flag, const Source& source) {
  const json::Node* metadata = flag.find("metadata");
  if (!metadata) return;
  if (metadata->kind != Kind::object)
    source.fail(metadata->offset, "flag.metadata",
                "{{place}}: \"metadata\" is an object of text, numbers and truth");
  for (const json::Member& member : metadata->members) {
    const Kind kind = member.value.kind;
    if (kind != Kind::string && kind != Kind::number && kind != Kind::boolean) {
      source.fail(member.value.offset, "flag.metadata",
                  "{{place}}: \"metadata\" is an object of text, numbers and truth");
    }
  }
}

// ---- writing ------------------------------------------------------------------------------------------

std::string variants_text(const std::vector<Variant>& variants) {
  std::string text = "{";
  for (const Variant& variant : variants) {
    if (text.size() > 1) text += ',';
    text += json::quoted(variant.name) + ':' + variant.json;
  }
  return text + '}';
}

std::string decimal(double number) {
  return logic::format_number(number);
}

/// Whoever is below the mark at 20 percent is below it at 30: the shares are of one whole, and ours come
/// first.
std::string share_rule(std::string_view variant, const std::optional<std::string>& others, double percent) {
  const double whole = percent == std::floor(percent) ? 100 : 100'000;
  const double share = std::round(percent * whole / 100);
  return "{\"fractional\":[[" + json::quoted(variant) + ',' + decimal(share) + "],[" +
         (others ? json::quoted(*others) : "null") + ',' + decimal(whole - share) + "]]}";
}

/// The present definition's text with some members replaced; new ones come at the end.
std::string with_members(const json::Node* present,
                         std::vector<std::pair<std::string, std::string>> members) {
  std::string text = "{";
  const auto append = [&text](std::string_view key, std::string_view value) {
    if (value.empty()) return;  // the member goes
    if (text.size() > 1) text += ',';
    text.append(json::quoted(key)).append(":").append(value);
  };
  if (present) {
    for (const json::Member& member : present->members) {
      const auto changed =
          std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.first == member.key; });
      if (changed == members.end()) {
        append(member.key, json::compact(member.value.text));
      } else {
        append(changed->first, changed->second);
        members.erase(changed);
      }
    }
  }
  for (const auto& [key, value] : members) append(key, value);
  return text + '}';
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::boolean: return "boolean";
    case Kind::number: return "number";
    case Kind::string: return "string";
    case Kind::array: return "array";
    case Kind::object: return "object";
    case Kind::null: break;
  }
  return "null";
}

/// What a flag offers, while it is being changed.
struct Choice {
  std::vector<Variant> variants;
  std::optional<std::string> default_variant;

  bool has(std::string_view json) const {
    return std::any_of(variants.begin(), variants.end(), [json](const Variant& v) { return v.json == json; });
  }
  std::string name_of(std::string_view json) const {
    return std::find_if(variants.begin(), variants.end(), [json](const Variant& v) { return v.json == json; })
        ->name;
  }
};

bool is_boolean(const FlagChange& change) {
  return json::kind_of(change.json) == Kind::boolean;
}

std::string_view opposite(const FlagChange& change) {
  return change.json == "true" ? "false" : "true";
}

/// A value that is none of the variants takes their place: a flag that is set every hour must not grow. The
/// default stays if some users go on having it.
void make_room(Choice& choice, const FlagChange& change) {
  if (is_boolean(change)) {
    if (!choice.has("true") || !choice.has("false")) choice.variants = {{"on", "true"}, {"off", "false"}};
    return;
  }
  if (choice.has(change.json)) return;
  if (!change.percent) choice.default_variant.reset();
  std::erase_if(choice.variants, [&choice](const Variant& v) { return v.name != choice.default_variant; });
  std::string name = variant_name(change.json);
  if (!choice.variants.empty() && choice.variants[0].name == name) name += '*';
  choice.variants.push_back({std::move(name), change.json});
}

/// Who does not get the value has the opposite of a boolean, or what was the default. With the value of one
/// user a flag is only made, off.
void choose_default(Choice& choice, const FlagChange& change, const std::string& variant) {
  if (!change.percent && !change.for_one_user) {
    choice.default_variant = variant;
  } else if (is_boolean(change)) {
    choice.default_variant = choice.name_of(change.percent ? opposite(change) : "false");
  }
}

void check_type(std::string_view name, const FlagDefinition& present, Kind wanted) {
  const auto kind = present.kind();
  if (!kind || wanted == Kind::null || *kind == wanted) return;
  throw Error(Errc::data,
              Message("flag.type", "{{flag}}: the values of this flag are of type {{type}}, not {{other}}",
                      {{"flag", name}, {"type", kind_name(*kind)}, {"other", kind_name(wanted)}}),
              Message("flag.type_hint", "delete the flag first to make another of it"));
}

}  // namespace

FlagDefinition FlagDefinition::read(const json::Node& node, const Source& source) {
  if (node.kind != Kind::object) source.fail(node.offset, "flag.object", "{{place}}: a flag is an object");
  FlagDefinition flag;
  std::optional<Kind> kind;
  flag.is_enabled = read_state(node, source);
  flag.variants = read_variants(node, source, kind);
  flag.default_variant = read_default(node, source, flag.variants);
  flag.targeting = read_targeting(node, source);
  check_metadata(node, source);
  flag.overrides = node.find("overrides");
  if (flag.overrides && flag.overrides->kind != Kind::object)
    source.fail(flag.overrides->offset, "flag.overrides",
                "{{place}}: \"overrides\" is an object of users and values");
  if (flag.overrides) {
    for (const json::Member& member : flag.overrides->members)
      check_kind(member.value.kind, kind, source, member.value.offset);
  }
  return flag;
}

const Variant* FlagDefinition::find(std::string_view name) const {
  for (const Variant& variant : variants) {
    if (variant.name == name) return &variant;
  }
  return nullptr;
}

const Variant* FlagDefinition::with_value(std::string_view json) const {
  for (const Variant& variant : variants) {
    if (variant.json == json) return &variant;
  }
  return nullptr;
}

std::optional<json::Kind> FlagDefinition::kind() const {
  for (const Variant& variant : variants) {
    if (json::kind_of(variant.json) != Kind::null) return json::kind_of(variant.json);
  }
  return std::nullopt;
}

std::string variant_name(std::string_view json) {
  if (json == "true") return "on";
  if (json == "false") return "off";
  std::string text = Value::trusted(std::string(json)).text();
  return text.empty() ? std::string(json) : text;
}

std::string changed_definition(std::string_view name, std::string_view present_text,
                               const FlagChange& change) {
  std::optional<StoredFlag> present;
  Choice choice;
  if (!present_text.empty()) {
    present.emplace(name, std::string(present_text));
    check_type(name, present->definition(), json::kind_of(change.json));
    choice = {present->definition().variants, present->definition().default_variant};
  }
  make_room(choice, change);
  const std::string variant = choice.name_of(change.json);
  choose_default(choice, change, variant);
  return with_members(
      present ? &present->tree() : nullptr,
      {{"state", "\"ENABLED\""},
       {"variants", variants_text(choice.variants)},
       {"defaultVariant", choice.default_variant ? json::quoted(*choice.default_variant) : "null"},
       {"targeting",
        change.percent ? share_rule(variant, choice.default_variant, *change.percent) : std::string()}});
}

StoredFlag::StoredFlag(std::string_view name, std::string text)
    : text_(std::move(text)),
      source_{"flag " + std::string(name), text_},
      tree_(json::parse_tree(text_, {source_.name, 1}, json::Reader::Dialect::strict)),
      definition_(FlagDefinition::read(tree_, source_)) {}

}  // namespace objectos
