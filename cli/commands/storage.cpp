#include "commands/storage.hpp"

#include <algorithm>

#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::storage {

int yes_or_no(bool yes) {
  return yes ? exit_status::ok : exit_status::no;
}

void usage(const Message& what) {
  throw Error(Errc::usage, what);
}

int print_deleted(Call& call, std::size_t deleted) {
  if (call.out.json()) call.out.line("{\"deleted\":" + std::to_string(deleted) + "}");
  return exit_status::ok;
}

void print_ttl(Call& call, const std::string& key, std::optional<std::int64_t> ms) {
  if (call.out.json()) {
    call.out.line("{\"key\":" + json::quoted(key) + ",\"ttl_ms\":" + (ms ? std::to_string(*ms) : "null") +
                  "}");
  }
}

namespace {

// ---- get -----------------------------------------------------------------------------------------------

/// A stable view of several keys: they are read in one group.
int get_several(Call& call, const Storage& storage) {
  const auto group = storage.backend().begin(Access::read);
  const std::string* fallback = call.args.find("--default");
  const std::vector<std::string>& keys = call.args.positionals;
  int status = exit_status::ok;
  std::string object = "{";
  std::vector<std::string> seen;
  const auto show = [&](Operation& done) {
    if (done.error) throw *done.error;
    const std::string& key = keys[done.tag];
    auto value = std::move(done.outcome.value);
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
  };
  const auto pipeline = storage.backend().pipeline(show);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Operation read = storage.operation(keys[i], Read{.expiry = false});
    read.tag = i;
    pipeline->add(std::move(read));
  }
  pipeline->drain();
  if (call.out.json()) call.out.line(object + "}");
  return status;
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

/// All that match, in one group.
int change_expiry(Call& call, const Expire& change) {
  Storage storage = call.storage();
  const auto group = storage.backend().begin(Access::write);
  const std::size_t changed = storage.run_on(storage.keys(Glob(*call.args.find("--match"))), change);
  group->commit();
  if (call.out.json()) call.out.line("{\"changed\":" + std::to_string(changed) + "}");
  return yes_or_no(changed > 0);
}

}  // namespace

int get(Call& call) {
  if (call.args.positionals.size() == 1) return run_one(call, get_one);
  if (call.args.has("--raw"))
    usage(Message("storage.raw_several", "--raw takes one key: nothing would tell several values apart"));
  return get_several(call, call.storage());
}

int set(Call& call) {
  return run_one(call, set_one);
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
  if (call.args.positionals.size() == 1) return run_one(call, delete_one);
  for (const std::string& key : call.args.positionals) storage.check_key(key);
  const auto group = storage.backend().begin(Access::write);
  const std::size_t deleted = storage.run_on(call.args.positionals, Erase{});
  group->commit();
  return print_deleted(call, deleted);
}

int has(Call& call) {
  return run_one(call, has_one);
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
  return run_one(call, incr_one);
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
  if (!call.args.has("--match")) return run_one(call, expire_one);
  if (call.args.positionals.size() > 1)
    usage(Message("storage.key_and_match", "KEY and --match exclude each other"));
  return change_expiry(call, Expire{Expiry::after(parse_duration(call.args.positionals.back()))});
}

int persist(Call& call) {
  if (!call.args.has("--match")) return run_one(call, persist_one);
  if (!call.args.positionals.empty())
    usage(Message("storage.key_and_match", "KEY and --match exclude each other"));
  return change_expiry(call, Expire{Expiry::never()});
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
