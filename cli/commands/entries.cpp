#include "commands/entries.hpp"

#include <algorithm>

#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::entries {
namespace {

std::string question(const Call& call, std::size_t keys) {
  Language language(call.session.lang);
  const std::string* scope = call.args.find("--scope");
  const std::string where = scope ? "--scope " + printable(*scope, false) + ": " : "";
  return "objectos: " + where +
         language.text(keys == 1
                           ? Message("storage.delete_one", "delete 1 key?")
                           : Message("storage.delete_many", "delete {{count}} keys?", {{"count", keys}}));
}

}  // namespace

int yes_or_no(bool yes) {
  return yes ? exit_status::ok : exit_status::no;
}

void usage(const Message& what) {
  throw Error(Errc::usage, what);
}

Value value_argument(const Call& call) {
  const std::string* text = call.args.positional(1);
  const std::string* file = call.args.find("--file");
  if (text && file) usage(Message("storage.two_values", "VALUE and --file exclude each other"));
  const std::string* type = call.args.find("--as");
  const bool from_input = file || !text || *text == "-";
  if (from_input && !file) call.check_input("-", "VALUE");
  std::string content = from_input ? read_input(file ? *file : "-") : *text;
  if (type && *type == "bytes") return Value::bytes(std::move(content));
  if (type && *type == "json") return Value::json(content, {from_input ? "input" : "value", 1});
  return Value::string(content);
}

// ---- get, has, keys --------------------------------------------------------------------------------------------

int print_found(Call& call, std::optional<Value> value) {
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

SeveralFound::SeveralFound(Call& call) : call_(call), status_(exit_status::ok) {
  if (call.args.has("--raw"))
    usage(Message("storage.raw_several", "--raw takes one key: nothing would tell several values apart"));
}

void SeveralFound::add(const std::string& key, std::optional<Value> value) {
  const std::string* fallback = call_.args.find("--default");
  if (!value && fallback) value = Value::string(*fallback);
  if (!value) status_ = exit_status::no;
  if (!call_.out.json()) {
    value ? call_.print_value(*value) : call_.out.line("");
  } else if (value && std::find(seen_.begin(), seen_.end(), key) == seen_.end()) {
    seen_.push_back(key);
    if (object_.size() > 1) object_ += ',';
    json::append_string(object_, key);
    object_ += ':';
    value->append_json(object_);
  }
}

int SeveralFound::finish() {
  if (call_.out.json()) call_.out.line(object_ + "}");
  return status_;
}

int print_exists(Call& call, bool exists) {
  if (call.out.json()) call.out.line(exists ? "{\"exists\":true}" : "{\"exists\":false}");
  return yes_or_no(exists);
}

int list_keys(Call& call, std::int64_t now_ms, const std::function<void(const Range&, const Visitor&)>& each) {
  const bool is_long = call.args.has("--long");
  const bool null = call.args.has("--null");
  if (is_long && null) usage(Message("storage.long_and_null", "--long and --null exclude each other"));
  std::size_t left = call.count("--limit").value_or(std::size_t(-1));
  if (left == 0) return exit_status::ok;
  const std::string* after = call.args.find("--after");
  each({call.pattern(0), after ? *after : "", is_long}, [&](const Entry& entry) {
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
        text.append(entry.expires_at ? format_seconds(std::max<std::int64_t>(1, *entry.expires_at - now_ms))
                                     : "none")
            .append("\t");
      }
      call.out.line(call.shown(entry.key));
    }
    return --left > 0;
  });
  return exit_status::ok;
}

// ---- what goes ----------------------------------------------------------------------------------------------------

bool is_by_match(const Call& call) {
  const bool by_match = call.args.has("--match");
  if (by_match && !call.args.positionals.empty())
    usage(Message("storage.key_and_match", "KEY and --match exclude each other"));
  if (!by_match && call.args.positionals.empty())
    usage(Message("cli.missing", "{{name}} is missing", {{"name", "KEY"}}));
  return by_match;
}

int print_would_delete(Call& call, const std::vector<std::string>& keys) {
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

int print_declined(Call& call) {
  print_deleted(call, 0);
  return exit_status::no;
}

bool confirmed(Call& call, const std::function<std::vector<std::string>()>& keys) {
  if (call.args.has("--yes")) return true;
  if (call.session.in_batch || !call.session.console.can_ask()) return call.confirmed("");
  return call.confirmed(question(call, keys().size()));
}

int print_deleted(Call& call, std::size_t deleted) {
  if (call.out.json()) call.out.line("{\"deleted\":" + std::to_string(deleted) + "}");
  return exit_status::ok;
}

int print_expired(Call& call, std::size_t expired) {
  if (call.out.json()) call.out.line("{\"expired\":" + std::to_string(expired) + "}");
  return exit_status::ok;
}

}  // namespace objectos::cli::entries
