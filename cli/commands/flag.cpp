#include <charconv>

#include "call.hpp"
#include "commands/attributes.hpp"
#include "commands/tables.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/flags.hpp"

namespace objectos::cli {
namespace {

Flags flags(Call& call) {
  return Flags(call.session.storage(), call.scope());
}

/// Programs may have what they read in the cache: it is forgotten there.
Flags flags_to_change(Call& call) {
  Flags all = flags(call);
  all.use(call.session.cache());
  return all;
}

FlagContext context(const Call& call) {
  FlagContext whom;
  if (const std::string* user = call.args.find("--user")) whom.user = *user;
  std::vector<std::string_view> attributes;
  for (const auto& [option, value] : call.args.options) {
    if (option->name == std::string_view("--attribute")) attributes.push_back(value);
  }
  if (attributes.empty()) return whom;
  try {
    whom.attributes = attributes_object(attributes);
  } catch (const Error& error) {
    throw error.at("--attribute");
  }
  return whom;
}

int get(Call& call) {
  const FlagResult result = flags(call).get(call.args.positionals[0], context(call));
  if (result.error) throw *result.error;
  if (call.out.json()) {
    call.out.line("{\"flag\":" + json::quoted(result.flag) +
                  ",\"variant\":" + (result.variant ? json::quoted(*result.variant) : "null") +
                  ",\"value\":" + (result.value ? result.value->to_json() : "null") + ",\"reason\":\"" +
                  std::string(flag_reason_name(result.reason)) + "\"}");
  } else if (result.variant) {
    call.out.line(call.shown(*result.variant));
  }
  return result.is_on() ? exit_status::ok : exit_status::no;
}

Value value_argument(const Call& call) {
  const std::string& word = call.args.positionals[1];
  call.check_input(word, "VALUE");
  const std::string text = word == "-" ? read_input("-") : word;
  try {
    return Value::json(text);
  } catch (const Error& error) {
    throw error.with_hint(Message("flag.value_hint", "text is JSON in quotes: '\"dark\"'"));
  }
}

std::optional<double> percent(const Call& call) {
  const std::string* text = call.args.find("--percent");
  if (!text) return std::nullopt;
  double number = 0;
  const std::string_view digits = std::string_view(*text).substr(0, text->find_last_not_of('%') + 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() ||
      !(number >= 0 && number <= 100)) {
    throw Error(Errc::usage, Message("flag.percent", "a share is 0 to 100 percent")).at("--percent");
  }
  return number;
}

int set(Call& call) {
  const std::string& name = call.args.positionals[0];
  FlagSetOptions options;
  if (const std::string* user = call.args.find("--user")) options.user = *user;
  options.percent = percent(call);
  const Value value = value_argument(call);
  flags_to_change(call).set(name, value, options);
  if (call.out.json())
    call.out.line("{\"flag\":" + json::quoted(name) + ",\"value\":" + value.to_json() + "}");
  return exit_status::ok;
}

int list(Call& call) {
  for (const FlagInfo& flag : flags(call).list()) {
    if (call.out.json()) {
      std::string variants;
      for (const std::string& variant : flag.variants)
        variants += (variants.empty() ? "" : ",") + json::quoted(variant);
      call.out.line(
          "{\"flag\":" + json::quoted(flag.name) + ",\"state\":\"" +
          (flag.is_enabled ? "ENABLED" : "DISABLED") +
          "\",\"default_variant\":" + (flag.default_variant ? json::quoted(*flag.default_variant) : "null") +
          ",\"variants\":[" + variants + "],\"targeting\":" + (flag.has_targeting ? "true" : "false") + "}");
    } else {
      call.out.line(call.shown(flag.name) + "\t" +
                    (flag.default_variant ? call.shown(*flag.default_variant) : "-") + "\t" +
                    (!flag.is_enabled     ? "disabled"
                     : flag.has_targeting ? "targeting"
                                          : "static"));
    }
  }
  return exit_status::ok;
}

int remove(Call& call) {
  const std::string& name = call.args.positionals[0];
  const std::string* user = call.args.find("--user");
  const bool was_there =
      user ? flags_to_change(call).remove(name, *user) : flags_to_change(call).remove(name);
  if (call.out.json()) call.out.line(was_there ? "{\"deleted\":1}" : "{\"deleted\":0}");
  return exit_status::ok;
}

int import(Call& call) {
  const std::string* path = call.args.positional(0);
  const std::string file = path ? *path : "-";
  call.check_input(file, "FILE");
  const std::string text = read_input(file);
  const std::size_t imported = flags_to_change(call).import(text, file == "-" ? "standard input" : file);
  if (call.out.json()) call.out.line("{\"imported\":" + std::to_string(imported) + "}");
  return exit_status::ok;
}

int export_(Call& call) {
  const std::string* path = call.args.find("--output");
  if (path && *path != "-") {
    AtomicFile file(*path);
    const std::size_t exported = flags(call).export_to([&file](std::string_view text) { file.write(text); });
    file.commit();
    if (call.out.json()) call.out.line("{\"exported\":" + std::to_string(exported) + "}");
  } else if (call.out.json()) {
    std::string text;
    flags(call).export_to([&text](std::string_view piece) { text += piece; });
    call.out.line(json::compact(text));  // also a reply of a batch is one line
  } else {
    if (call.session.console.stdout_is_terminal()) call.out.protect_terminal();
    flags(call).export_to([&call](std::string_view text) { call.out.write(text); });
  }
  return exit_status::ok;
}

// ---- the table ----------------------------------------------------------------------------------------

constexpr Option scope{
    "--scope", 0, "NAME", "work inside the scope NAME: its flags are apart from others", nullptr, Live::none};
constexpr Positional name{"NAME", Arity::one, "the flag", nullptr, Live::flag};
constexpr Positional name_word[] = {name};

constexpr Option get_options[] = {
    scope,
    {"--user", 'u', "USER", "the flag as this user has it; rules know it as targetingKey"},
    {"--attribute", 'a', "NAME=VALUE",
     "what else rules may ask for; VALUE is text, or JSON: true, false, null, or in {}, [] or quotes",
     nullptr, Live::none, true}};
constexpr Example get_examples[] = {
    {"objectos flag get new-checkout && echo 'the new one'", "ask by exit status"},
    {"objectos flag get new-checkout --user alice", "print what alice has: on or off"},
    {"objectos flag get banner --user alice -a plan=pro -a version=1.10.2",
     "with what the flag's rule asks for"}};

constexpr Positional set_words[] = {name,
                                    {"VALUE", Arity::one, "true, false or other JSON; -: standard input"}};
constexpr Option set_options[] = {scope,
                                  {"--user", 'u', "USER", "only for this user"},
                                  {"--percent", 0, "P", "only for P percent of the users"}};
constexpr Example set_examples[] = {
    {"objectos flag set new-checkout true", "on for everybody"},
    {"objectos flag set new-checkout true --percent 20", "on for a fifth of the users, off for the others"},
    {"objectos flag set new-checkout false --user bob", "off for bob, whatever the others have"},
    {"objectos flag set theme '\"dark\"'", "any JSON can be a value"}};

constexpr Option scope_only[] = {scope};
constexpr Example list_examples[] = {{"objectos flag list", "list flags with their default variant"}};
constexpr Option delete_options[] = {scope, {"--user", 'u', "USER", "only the value of this user"}};
constexpr Example delete_examples[] = {
    {"objectos flag delete new-checkout --user bob", "let bob have what everybody has"},
    {"objectos flag delete new-checkout", "delete the flag and the values of all users"}};
constexpr Positional import_words[] = {
    {"FILE", Arity::optional, "flags in flagd's JSON; - or nothing: standard input", nullptr, Live::file}};
constexpr Example import_examples[] = {
    {"objectos flag import flags.json", "add the flags of a file, or none if one is invalid"}};
constexpr Option export_options[] = {
    scope,
    {"--output", 'o', "FILE", "write to FILE, which appears whole or not at all", nullptr, Live::file}};
constexpr Example export_examples[] = {{"objectos flag export -o flags.json", "write all flags into a file"}};

constexpr Command commands[] = {
    {"get", "print the variant of a flag",
     "Prints the variant that the user has, on or off for booleans. Without --user it is what nobody in "
     "particular "
     "has. A value of the user's own comes first, then the flag's rule, then its default.\n\nThe exit status "
     "is 0 "
     "unless the value is false, null, 0 or an empty string, or there is none. A rule that cannot be "
     "evaluated is an "
     "error.",
     name_word, get_options, get_examples,
     "the value is false, null, 0 or empty, the flag is disabled, or there is no such flag", get,
     Touches::reads},
    {"set", "set a flag",
     "Makes VALUE the flag's value for everybody and takes away its rule; values of single users stay. A "
     "flag that is "
     "not there is made.\n\nWith --percent that many percent of the users get it, the others the opposite of "
     "a boolean "
     "or else the default that the flag has. Which users these are depends on the names of flag and user "
     "alone: "
     "whoever has it at 20 percent has it at 30. With --user one user gets it, before all rules.",
     set_words, set_options, set_examples, nullptr, set, Touches::writes},
    {"list",
     "list flags",
     "Lists the flags by name, with the default variant (- if there is none) and static, targeting or "
     "disabled.",
     {},
     scope_only,
     list_examples,
     nullptr,
     list,
     Touches::reads,
     true},
    {"delete", "delete a flag", "Deletes a flag and the values of single users; an absent flag is no error.",
     name_word, delete_options, delete_examples, nullptr, remove, Touches::writes},
    {"import", "read flags from flagd's JSON",
     "Reads {\"flags\":{...},\"$evaluators\":{...}}, the format of flagd. The whole file is checked first: "
     "operators, "
     "variants, references. Then all flags are stored, or none; flags that the file does not name stay as "
     "they are.",
     import_words, scope_only, import_examples, nullptr, import, Touches::writes},
    {"export",
     "write flags as flagd's JSON",
     "Writes all flags in the format of flagd, sorted by name. Values of single users are in the member "
     "overrides of "
     "their flag, which flagd passes over.",
     {},
     export_options,
     export_examples,
     nullptr,
     export_,
     Touches::reads},
};

}  // namespace

const Group flag_group{"flag", "feature flags: on, off, variants, roll-outs",
                       "Switches for programs: on or off, or one of several variants, for everybody, for a "
                       "share of the users, or by rules "
                       "in flagd's JSON (JSONLogic with fractional, sem_ver, starts_with and ends_with), "
                       "which are evaluated as flagd does. "
                       "Flags live in the store, in the scope feature-flags.",
                       commands};

}  // namespace objectos::cli
