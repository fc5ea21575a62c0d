#include "commands/storage.hpp"

#include <algorithm>

#include "exit_status.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::storage {

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
  SeveralFound found(call);
  const auto group = storage.backend().begin(Access::read);
  const std::vector<std::string>& keys = call.args.positionals;
  const auto pipeline = storage.backend().pipeline([&](Operation& done) {
    if (done.error) throw *done.error;
    found.add(keys[done.tag], std::move(done.outcome.value));
  });
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Operation read = storage.operation(keys[i], Read{.expiry = false});
    read.tag = i;
    pipeline->add(std::move(read));
  }
  pipeline->drain();
  return found.finish();
}

// ---- delete, expire, persist ------------------------------------------------------------------------------

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
  return get_several(call, call.storage());
}

int set(Call& call) {
  return run_one(call, set_one);
}

int remove(Call& call) {
  Storage storage = call.storage();
  if (is_by_match(call)) {
    const Glob pattern(*call.args.find("--match"));
    if (call.args.has("--dry-run")) return print_would_delete(call, storage.keys(pattern));
    if (!confirmed(call, [&] { return storage.keys(pattern); })) return print_declined(call);
    return print_deleted(call, storage.remove_matching(pattern));
  }
  if (call.args.has("--dry-run")) {
    std::vector<std::string> there;
    for (const std::string& key : call.args.positionals) {
      if (storage.has(key)) there.push_back(key);
    }
    return print_would_delete(call, there);
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
  return list_keys(call, storage.backend().now_ms(),
                   [&storage](const Range& range, const Visitor& visit) { storage.each(range, visit); });
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
  if (call.args.has("--dry-run")) return print_would_delete(call, storage.keys_to_clear());
  if (!confirmed(call, [&] { return storage.keys_to_clear(); })) return print_declined(call);
  return print_deleted(call, storage.clear());
}

int gc(Call& call) {
  return print_expired(call, call.storage().collect());
}

}  // namespace objectos::cli::storage
