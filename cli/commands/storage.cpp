#include "commands/storage.hpp"

#include <charconv>
#include <cmath>
#include <variant>

#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::storage {
namespace {

int yes_or_no(bool yes) {
  return yes ? exit_status::ok : exit_status::no;
}

[[noreturn]] void usage(const Message& what) {
  throw Error(Errc::usage, what);
}

// ---- get -----------------------------------------------------------------------------------------------

int get_one(Call& call, const Storage& storage, const std::string& key) {
  auto value = storage.get(key);
  const std::string* fallback = call.args.find("--default");
  if (!value && fallback) value = Value::string(*fallback);
  if (!value) {
    if (call.out.json()) call.out.line("null");
    return exit_status::no;
  }
  if (call.args.has("--raw") && !call.out.json()) {
    call.out.write(value->text());
  } else {
    call.print_value(*value);
  }
  return exit_status::ok;
}

/// A stable view of several keys: they are read in one group.
int get_several(Call& call, const Storage& storage) {
  const auto group = storage.backend().begin(Access::read);
  const std::string* fallback = call.args.find("--default");
  int status = exit_status::ok;
  std::string object = "{";
  std::vector<std::string> seen;
  for (const std::string& key : call.args.positionals) {
    auto value = storage.get(key);
    if (!value && fallback) value = Value::string(*fallback);
    if (!value) status = exit_status::no;
    if (!call.out.json()) {
      value ? call.print_value(*value) : call.out.line("");
    } else if (value && std::find(seen.begin(), seen.end(), key) == seen.end()) {
      seen.push_back(key);
      if (object.size() > 1) object += ',';
      json::append_string(object, key);
      object += ':';
      value->append_json(object);
    }
  }
  if (call.out.json()) call.out.line(object + "}");
  return status;
}

// ---- set -----------------------------------------------------------------------------------------------

Value value_argument(const Call& call) {
  const std::string* text = call.args.positional(1);
  const std::string* file = call.args.find("--file");
  if (text && file) usage(Message("storage.two_values", "VALUE and --file exclude each other"));
  const std::string* type = call.args.find("--as");
  const bool from_input = file || !text || *text == "-";
  if (from_input && !file && call.session.in_batch)
    usage(Message("batch.no_input", "VALUE is missing: standard input holds the commands"));
  std::string content = from_input ? read_input(file ? *file : "-") : *text;
  if (type && *type == "bytes") return Value::bytes(std::move(content));
  if (type && *type == "json") return Value::json(content, {from_input ? "input" : "value", 1});
  return Value::string(content);
}

Put::If condition(const Args& args) {
  int given = 0;
  Put::If chosen = Put::If::always;
  const auto check = [&](const char* option, Put::If what) {
    if (!args.has(option)) return;
    ++given;
    chosen = what;
  };
  check("--if-absent", Put::If::absent);
  check("--if-present", Put::If::present);
  check("--if-value", Put::If::equals);
  if (given > 1)
    usage(Message("storage.two_conditions", "--if-absent, --if-present and --if-value exclude each other"));
  return chosen;
}

// ---- delete, expire, persist ------------------------------------------------------------------------------

int dry_run(Call& call, const std::vector<std::string>& keys) {
  if (!call.out.json()) {
    for (const std::string& key : keys) call.out.line(call.shown(key));
    return exit_status::ok;
  }
  std::string text = "{\"deleted\":0,\"would_delete\":[";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i) text += ',';
    json::append_string(text, keys[i]);
  }
  call.out.line(text + "]}");
  return exit_status::ok;
}

int print_deleted(Call& call, std::size_t deleted) {
  if (call.out.json()) call.out.line("{\"deleted\":" + std::to_string(deleted) + "}");
  return exit_status::ok;
}

int declined(Call& call) {
  print_deleted(call, 0);
  return exit_status::no;
}

std::string question(const Call& call, std::size_t keys) {
  Language language(call.session.lang);
  const std::string* scope = call.args.find("--scope");
  const std::string where = scope ? "--scope " + printable(*scope, false) + ": " : "";
  return "objectos: " + where +
         language.text(keys == 1
                           ? Message("storage.delete_one", "delete 1 key?")
                           : Message("storage.delete_many", "delete {{count}} keys?", {{"count", keys}}));
}

/// Only a person who is asked needs to know how many.
bool confirmed(Call& call, const std::function<std::vector<std::string>()>& keys) {
  if (call.args.has("--yes")) return true;
  if (call.session.in_batch || !call.session.console.can_ask()) return call.confirmed("");
  return call.confirmed(question(call, keys().size()));
}

/// The key and the rest of the words, or the pattern and all words.
struct Target {
  std::optional<std::string> key;
  std::optional<Glob> pattern;
};

Target target(const Call& call, std::size_t other_words) {
  const std::string* match = call.args.find("--match");
  const bool has_key = call.args.positionals.size() > other_words;
  if (match && has_key) usage(Message("storage.key_and_match", "KEY and --match exclude each other"));
  if (!match && !has_key) usage(Message("cli.missing", "{{name}} is missing", {{"name", "KEY"}}));
  if (match) return {std::nullopt, Glob(*match)};
  return {call.args.positionals[0], std::nullopt};
}

void print_ttl(Call& call, const std::string& key, std::optional<std::int64_t> ms) {
  if (call.out.json()) {
    call.out.line("{\"key\":" + json::quoted(key) + ",\"ttl_ms\":" + (ms ? std::to_string(*ms) : "null") +
                  "}");
  }
}

/// One key, or all that match in one group. `change` says whether the key was there.
int change_expiry(Call& call, const Target& what,
                  const std::function<bool(Storage&, const std::string&)>& change,
                  std::optional<std::int64_t> ms) {
  Storage storage = call.storage();
  if (what.key) {
    const bool there = change(storage, *what.key);
    if (there) print_ttl(call, *what.key, ms);
    if (!there && call.out.json()) call.out.line("null");
    return yes_or_no(there);
  }
  const auto group = storage.backend().begin(Access::write);
  std::size_t changed = 0;
  for (const std::string& key : storage.keys(*what.pattern)) changed += change(storage, key);
  group->commit();
  if (call.out.json()) call.out.line("{\"changed\":" + std::to_string(changed) + "}");
  return yes_or_no(changed > 0);
}

// ---- incr ----------------------------------------------------------------------------------------------

using Number = std::variant<std::int64_t, double>;

bool is_json_number(const std::string& text) {
  try {
    return Value::json(text).type() == Value::Type::number;
  } catch (const Error&) {
    return false;
  }
}

/// The value of --by, spelled as in JSON or with a + in front.
Number number_option(const std::string& option) {
  const std::string text = option.starts_with('+') ? option.substr(1) : option;
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  double decimal = 0;
  const auto parsed = std::from_chars(text.data(), end, whole);
  if (parsed.ec == std::errc() && parsed.ptr == end) return whole;
  if (parsed.ec != std::errc::result_out_of_range && is_json_number(text)) {
    std::from_chars(text.data(), end, decimal);
    if (std::isfinite(decimal) && decimal != 0) return decimal;
    if (text.find_first_of("123456789") == text.npos) return decimal;  // 0.0
  }
  throw Error(Errc::usage,
              Message("storage.by", "\"{{text}}\" is not a number such as 5, -5 or 0.5, in 64 bits",
                      {{"text", option}}))
      .at("--by");
}

}  // namespace

int get(Call& call) {
  const Storage storage = call.storage();
  if (call.args.positionals.size() == 1) return get_one(call, storage, call.args.positionals[0]);
  if (call.args.has("--raw"))
    usage(Message("storage.raw_several", "--raw takes one key: nothing would tell several values apart"));
  return get_several(call, storage);
}

int set(Call& call) {
  Put put{.value = Value(), .expiry = {}, .equals = {}};
  put.condition = condition(call.args);
  if (put.condition == Put::If::equals) put.equals = *call.args.find("--if-value");
  put.want_previous = call.args.has("--print-previous");
  if (const auto ttl = call.duration("--ttl")) {
    if (call.args.has("--keep-ttl"))
      usage(Message("storage.ttl_and_keep", "--ttl and --keep-ttl exclude each other"));
    put.expiry = Expiry::after(*ttl);
  } else if (call.args.has("--keep-ttl")) {
    put.expiry = Expiry::keep();
  }
  const std::string& key = call.args.positionals[0];
  Storage storage = call.storage();
  storage.check_key(key);  // before standard input is waited for
  put.value = value_argument(call);
  const Outcome outcome = storage.put(key, std::move(put));
  if (call.out.json()) {
    std::string& text = call.out.buffer();
    text += "{\"key\":";
    json::append_string(text, key);
    text += outcome.applied ? ",\"set\":true" : ",\"set\":false";
    if (outcome.previous) {
      text += ",\"previous\":";
      outcome.previous->append_json(text);
    }
    call.out.line("}");
  } else if (outcome.previous) {
    call.print_value(*outcome.previous);
  }
  return yes_or_no(outcome.applied);
}

int remove(Call& call) {
  Storage storage = call.storage();
  const std::string* match = call.args.find("--match");
  if (match && !call.args.positionals.empty())
    usage(Message("storage.key_and_match", "KEY and --match exclude each other"));
  if (!match && call.args.positionals.empty())
    usage(Message("cli.missing", "{{name}} is missing", {{"name", "KEY"}}));
  if (match) {
    const Glob pattern(*match);
    if (call.args.has("--dry-run")) return dry_run(call, storage.keys(pattern));
    if (!confirmed(call, [&] { return storage.keys(pattern); })) return declined(call);
    return print_deleted(call, storage.remove_matching(pattern));
  }
  if (call.args.has("--dry-run")) {
    std::vector<std::string> there;
    for (const std::string& key : call.args.positionals) {
      if (storage.has(key)) there.push_back(key);
    }
    return dry_run(call, there);
  }
  for (const std::string& key : call.args.positionals) storage.check_key(key);
  if (call.args.positionals.size() == 1) return print_deleted(call, storage.remove(call.args.positionals[0]));
  const auto group = storage.backend().begin(Access::write);
  std::size_t deleted = 0;
  for (const std::string& key : call.args.positionals) deleted += storage.remove(key);
  group->commit();
  return print_deleted(call, deleted);
}

int has(Call& call) {
  const bool exists = call.storage().has(call.args.positionals[0]);
  if (call.out.json()) call.out.line(exists ? "{\"exists\":true}" : "{\"exists\":false}");
  return yes_or_no(exists);
}

int keys(Call& call) {
  const Storage storage = call.storage();
  const bool is_long = call.args.has("--long");
  const bool null = call.args.has("--null");
  if (is_long && null) usage(Message("storage.long_and_null", "--long and --null exclude each other"));
  std::size_t left = call.count("--limit").value_or(std::size_t(-1));
  if (left == 0) return exit_status::ok;
  const std::string* after = call.args.find("--after");
  const std::int64_t now = storage.backend().now_ms();
  storage.each({call.pattern(0), after ? *after : "", is_long}, [&](const Entry& entry) {
    std::string& text = call.out.buffer();
    const std::size_t size = is_long ? entry.value.text().size() : 0;
    if (call.out.json()) {
      text += "{\"key\":";
      json::append_string(text, entry.key);
      if (is_long) {
        text.append(",\"type\":\"")
            .append(type_name(entry.value.type()))
            .append("\",\"size\":")
            .append(std::to_string(size));
        text.append(",\"expires_at\":")
            .append(entry.expires_at ? json::quoted(format_time(*entry.expires_at)) : "null");
      }
      call.out.line("}");
    } else if (null) {
      text += entry.key;
      call.out.write(std::string_view("\0", 1));
    } else {
      if (is_long) {
        text.append(type_name(entry.value.type())).append("\t").append(std::to_string(size)).append("\t");
        text.append(entry.expires_at ? format_seconds(std::max<std::int64_t>(1, *entry.expires_at - now))
                                     : "none")
            .append("\t");
      }
      call.out.line(call.shown(entry.key));
    }
    return --left > 0;
  });
  return exit_status::ok;
}

int count(Call& call) {
  const std::string n = std::to_string(call.storage().count(call.pattern(0)));
  call.out.line(call.out.json() ? "{\"count\":" + n + "}" : n);
  return exit_status::ok;
}

int incr(Call& call) {
  Storage storage = call.storage();
  const std::string& key = call.args.positionals[0];
  const auto ttl = call.duration("--ttl");
  const std::string* by = call.args.find("--by");
  const auto amount = by ? number_option(*by) : Number(std::int64_t{1});
  const Value result = std::visit([&](auto n) { return storage.increment(key, n, ttl); }, amount);
  if (call.out.json()) {
    call.out.line("{\"key\":" + json::quoted(key) + ",\"value\":" + result.raw() + "}");
  } else {
    call.out.line(result.raw());
  }
  return exit_status::ok;
}

int ttl(Call& call) {
  const std::string& key = call.args.positionals[0];
  const auto left = call.storage().ttl(key);
  if (!left) {
    if (call.out.json()) call.out.line("null");
    return exit_status::no;
  }
  if (call.out.json()) {
    print_ttl(call, key, *left);
  } else {
    call.out.line(*left ? format_seconds(**left) : "none");
  }
  return exit_status::ok;
}

int expire(Call& call) {
  if (call.args.has("--match") && call.args.positionals.size() > 1)
    usage(Message("storage.key_and_match", "KEY and --match exclude each other"));
  if (!call.args.has("--match") && call.args.positionals.size() < 2)
    usage(Message("cli.missing", "{{name}} is missing", {{"name", "DURATION"}}));
  const Millis ttl = parse_duration(call.args.positionals.back());
  return change_expiry(
      call, target(call, 1),
      [ttl](Storage& storage, const std::string& key) { return storage.expire(key, ttl); }, ttl.count());
}

int persist(Call& call) {
  return change_expiry(
      call, target(call, 0), [](Storage& storage, const std::string& key) { return storage.persist(key); },
      std::nullopt);
}

int scopes(Call& call) {
  for (const auto& [scope, n] : call.storage().scopes()) {
    if (call.out.json()) {
      call.out.line("{\"scope\":" + json::quoted(scope) + ",\"keys\":" + std::to_string(n) + "}");
    } else {
      call.out.line(call.shown(scope) + "\t" + std::to_string(n));
    }
  }
  return exit_status::ok;
}

int clear(Call& call) {
  Storage storage = call.storage();
  if (call.args.has("--dry-run")) return dry_run(call, storage.keys_to_clear());
  if (!confirmed(call, [&] { return storage.keys_to_clear(); })) return declined(call);
  return print_deleted(call, storage.clear());
}

int gc(Call& call) {
  const std::size_t expired = call.storage().collect();
  if (call.out.json()) call.out.line("{\"expired\":" + std::to_string(expired) + "}");
  return exit_status::ok;
}

}  // namespace objectos::cli::storage
