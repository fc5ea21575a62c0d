// The storage verbs on one key: what is to be done with it, and how what came of it is printed.
#include <charconv>
#include <cmath>
#include <variant>

#include "commands/storage.hpp"
#include "exit_status.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::storage {
namespace {

// ---- get, has, delete ----------------------------------------------------------------------------------------

std::optional<Operation> start_get(Call& call) {
  if (call.args.positionals.size() != 1) return std::nullopt;
  return call.storage().operation(call.args.positionals[0], Read{.expiry = false});
}

int finish_get(Call& call, Outcome& outcome) {
  return print_found(call, std::move(outcome.value));
}

std::optional<Operation> start_has(Call& call) {
  return call.storage().operation(call.args.positionals[0], Read{.value = false, .expiry = false});
}

int finish_has(Call& call, Outcome& outcome) {
  return print_exists(call, outcome.applied);
}

std::optional<Operation> start_delete(Call& call) {
  if (call.args.positionals.size() != 1 || call.args.has("--match") || call.args.has("--dry-run"))
    return std::nullopt;
  return call.storage().operation(call.args.positionals[0], Erase{});
}

int finish_delete(Call& call, Outcome& outcome) {
  return print_deleted(call, outcome.applied);
}

// ---- set -----------------------------------------------------------------------------------------------------

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

/// NAME:TOKEN, cut at the last colon: a name may have some.
Fence fence_option(const std::string& text) {
  const auto colon = text.rfind(':');
  Fence fence{text.substr(0, colon), 0};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + std::min(colon, text.size() - 1) + 1, end, fence.token);
  if (colon == text.npos || colon == 0 || parsed.ec != std::errc() || parsed.ptr != end) {
    throw Error(Errc::usage,
                Message("storage.fence", "\"{{text}}\" is not a lock's name, a colon and a token", {{"text", text}}))
        .at("--fence");
  }
  return fence;
}

std::optional<Operation> start_set(Call& call) {
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
  const Storage storage = call.storage();
  storage.check_key(key);  // before standard input is waited for
  std::optional<Fence> fence;
  if (const std::string* text = call.args.find("--fence")) fence = fence_option(*text);
  put.value = value_argument(call);
  if (fence) return storage.operation(key, FencedPut{std::move(put), std::move(*fence)});
  return storage.operation(key, std::move(put));
}

int finish_set(Call& call, Outcome& outcome) {
  if (call.out.json()) {
    std::string& text = call.out.buffer();
    text += "{\"key\":";
    json::append_string(text, call.args.positionals[0]);
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

// ---- incr ----------------------------------------------------------------------------------------------------

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

std::optional<Operation> start_incr(Call& call) {
  const std::string* by = call.args.find("--by");
  return call.storage().operation(
      call.args.positionals[0],
      Increment{by ? number_option(*by) : Number(std::int64_t{1}), call.duration("--ttl")});
}

int finish_incr(Call& call, Outcome& outcome) {
  if (call.out.json()) {
    call.out.line("{\"key\":" + json::quoted(call.args.positionals[0]) +
                  ",\"value\":" + outcome.value->raw() + "}");
  } else {
    call.out.line(outcome.value->raw());
  }
  return exit_status::ok;
}

// ---- expire, persist -----------------------------------------------------------------------------------------

int print_expiry(Call& call, const Outcome& outcome, std::optional<std::int64_t> ms) {
  if (outcome.applied) print_ttl(call, call.args.positionals[0], ms);
  if (!outcome.applied && call.out.json()) call.out.line("null");
  return yes_or_no(outcome.applied);
}

[[noreturn]] void missing(const char* word) {
  usage(Message("cli.missing", "{{name}} is missing", {{"name", word}}));
}

std::optional<Operation> start_expire(Call& call) {
  if (call.args.has("--match")) return std::nullopt;
  if (call.args.positionals.size() < 2) missing("DURATION");
  return call.storage().operation(call.args.positionals[0],
                                  Expire{Expiry::after(parse_duration(call.args.positionals[1]))});
}

int finish_expire(Call& call, Outcome& outcome) {
  return print_expiry(call, outcome, parse_duration(call.args.positionals[1]).count());
}

std::optional<Operation> start_persist(Call& call) {
  if (call.args.has("--match")) return std::nullopt;
  if (call.args.positionals.empty()) missing("KEY");
  return call.storage().operation(call.args.positionals[0], Expire{Expiry::never()});
}

int finish_persist(Call& call, Outcome& outcome) {
  return print_expiry(call, outcome, std::nullopt);
}

}  // namespace

const OneKey get_one{start_get, finish_get};
const OneKey has_one{start_has, finish_has};
const OneKey delete_one{start_delete, finish_delete};
const OneKey set_one{start_set, finish_set};
const OneKey incr_one{start_incr, finish_incr};
const OneKey expire_one{start_expire, finish_expire};
const OneKey persist_one{start_persist, finish_persist};

int run_one(Call& call, const OneKey& verb) {
  Outcome outcome = call.session.storage().run(*verb.start(call));
  return verb.finish(call, outcome);
}

}  // namespace objectos::cli::storage
