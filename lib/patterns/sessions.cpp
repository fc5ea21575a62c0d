// Every change of a session is one conditional step on its key, so that processes may race: a use replaces
// exactly the record that it read, and cannot bring back what was destroyed in between.
#include "objectos/sessions.hpp"

#include <algorithm>

#include "core/keys.hpp"
#include "core/random.hpp"
#include "objectos/digest.hpp"
#include "objectos/log.hpp"
#include "patterns/cache_front.hpp"
#include "patterns/session_record.hpp"

namespace objectos {
namespace {

std::string random_id() {
  return to_hex(random_bytes(Sessions::id_size / 2));
}

void check_id(std::string_view id) {
  if (Sessions::is_id(id)) return;
  throw Error(Errc::usage, Message("session.id", "this is no session id"),
              Message("session.id_hint", "an id is 40 hexadecimal digits, as create prints them"));
}

std::string json_data(const Value& data) {
  if (data.is_bytes())
    throw Error(Errc::usage, Message("session.bytes", "a session's data is JSON, not bytes"));
  return json::compact(data.raw());
}

/// Nothing if the record is corrupt: it can still be destroyed.
std::optional<std::string> user_of(const std::string& text) {
  try {
    return SessionRecord::read(text).user;
  } catch (const Error&) {
    return std::nullopt;
  }
}

Session session_of(std::string_view id, const SessionRecord& record) {
  return {std::string(id), record.user, Value::trusted(record.data), record.created_at, record.last_access};
}

}  // namespace

struct SessionStore {
  SessionStore(const Storage& unscoped, SessionOptions given)
      : storage(unscoped.scoped(Sessions::storage_scope)),
        options(std::move(given)),
        scope(keys::checked_scope_prefix(options.scope)) {}

  std::string id_key(std::string_view id) const { return "id/" + scope + std::string(id); }
  /// Of a kind of its own in a scope: a user may be called "SCOPE:USER".
  std::string user_key(std::string_view user) const {
    if (user.empty()) throw Error(Errc::usage, Message("session.no_user", "a user must not be empty"));
    std::string key = (scope.empty() ? "user/" : "user-in/" + scope) + std::string(user);
    storage.check_key(key);
    return key;
  }
  std::int64_t now() const { return storage.backend().now_ms(); }

  void count(std::string_view counter, std::size_t by) const {
    if (!metrics || by == 0) return;
    try {
      metrics->increment_counter(counter, static_cast<double>(by));
    } catch (const Error& error) {
      Logger("sessions").warning(error.what());  // what is counted has happened
    }
  }

  SessionList listed(std::string_view user) const {
    const auto text = storage.get(user_key(user));
    return text ? read_session_list(text->text()) : SessionList();
  }

  /// Changes the user's list; what has ended goes on this occasion.
  template <class Change>
  void change_list(std::string_view user, Change change) {
    storage.update(user_key(user), [&](const Entry* present, std::int64_t now_ms) -> std::optional<Entry> {
      SessionList list = present ? read_session_list(present->value.text()) : SessionList();
      const SessionList before = list;
      std::erase_if(list, [now_ms](const auto& entry) { return entry.second < now_ms; });
      change(list);
      if (list == before) return std::nullopt;
      std::int64_t end = now_ms + 1;  // an empty list goes at once
      for (const auto& entry : list) end = std::max(end, entry.second);
      return Entry{{}, Value::trusted(session_list_text(list)), std::min(end, max_time_ms)};
    });
  }
  void enlist(std::string_view user, const std::string& id, std::int64_t until) {
    change_list(user, [&](SessionList& list) {
      std::int64_t& present = list[id];
      present = std::max(present, until);
    });
  }
  void strike(std::string_view user, const SessionList& gone) {
    change_list(user, [&gone](SessionList& list) {
      for (const auto& entry : gone) list.erase(entry.first);
    });
  }

  /// Replaces the session's record by what `change` makes of it, and lets its time begin anew.
  template <class Change>
  std::optional<SessionRecord> use(std::string_view id, Change change) {
    std::optional<SessionRecord> record;
    std::int64_t listed_until = 0;
    const auto begin_anew = [&](const Entry* present, std::int64_t now_ms) -> std::optional<Entry> {
      record.reset();
      if (!present) return std::nullopt;
      record = SessionRecord::read(present->value.text());
      change(*record);
      record->last_access = std::max(record->last_access, now_ms);
      record->listed_until = std::max(record->listed_until, listed_until);
      // In time: a process may be stopped before it writes.
      if (record->listed_until < now_ms + record->ttl + record->ttl / 2) {
        listed_until = now_ms + 2 * record->ttl;
        return std::nullopt;
      }
      return Entry{
          {}, Value::trusted(record->text()), keys::ends_at(now_ms, Millis(record->ttl) + kept_for(*record))};
    };
    const std::string key = id_key(id);
    while (!storage.update(key, begin_anew) && record) enlist(record->user, std::string(id), listed_until);
    return record;
  }

  /// How long the cache may answer for the store, which hears of no use in that time.
  Millis kept_for(const SessionRecord& record) const {
    return std::min(cache.ttl(), Millis(record.ttl / 10));
  }

  std::optional<SessionRecord> kept(std::string_view id) {
    if (!cache.is_used()) return std::nullopt;
    const auto text = cache.get(id_key(id));
    count(text && *text ? "sessions.cache.hit" : "sessions.cache.miss", 1);
    return text && *text ? std::optional(SessionRecord::read(**text)) : std::nullopt;
  }
  void keep(std::string_view id, const SessionRecord& record) {
    if (!cache.is_used()) return;
    const std::string key = id_key(id);
    cache.keep(key, user_key(record.user), kept_for(record), [&]() -> std::optional<std::string> {
      const auto present = storage.get(key);
      return present ? std::optional(present->text()) : std::nullopt;
    });
  }

  /// How many of them there were.
  std::size_t erase(const SessionList& list) {
    std::vector<std::string> keys;
    for (const auto& entry : list) keys.push_back(id_key(entry.first));
    return storage.run_on(keys, Erase{});
  }

  Storage storage;
  SessionOptions options;
  std::string scope;  ///< with its colon, or empty
  CacheFront cache;
  std::shared_ptr<Metrics> metrics;
};

Sessions::Sessions(const Storage& storage, SessionOptions options)
    : store_(std::make_unique<SessionStore>(storage, std::move(options))) {}
Sessions::~Sessions() = default;
Sessions::Sessions(Sessions&&) noexcept = default;
Sessions& Sessions::operator=(Sessions&&) noexcept = default;

void Sessions::use(const Cache& cache, Millis ttl) {
  store_->cache.use(cache, storage_scope, ttl);
}

void Sessions::use(std::shared_ptr<Metrics> metrics) {
  store_->metrics = std::move(metrics);
}

bool Sessions::is_id(std::string_view text) noexcept {
  return text.size() == id_size && text.find_first_not_of("0123456789abcdef") == text.npos;
}

/// The list comes first: no session must be one that revoke() cannot find. A revoke() that runs meanwhile may
/// have struck it off again before it was there.
Session Sessions::create(std::string_view user, const Value& data, std::optional<Millis> ttl) {
  const Millis lifetime = ttl.value_or(store_->options.ttl);
  if (lifetime.count() <= 0)
    throw Error(Errc::usage, Message("storage.ttl_not_positive", "a TTL must be longer than 0"));
  if (lifetime.count() > max_time_ms / 4)
    throw Error(Errc::usage, Message("storage.ttl_too_long", "the TTL ends after the year 9999"));
  SessionRecord record;
  record.user = user;
  record.data = json_data(data);
  record.created_at = record.last_access = store_->now();
  record.ttl = lifetime.count();
  record.listed_until = record.created_at + 2 * record.ttl;
  const std::string id = random_id();
  store_->enlist(user, id, record.listed_until);
  store_->storage.set(store_->id_key(id), Value::trusted(record.text()), {.ttl = lifetime});
  while (!store_->listed(user).contains(id)) store_->enlist(user, id, record.listed_until);
  store_->count("sessions.created", 1);
  return session_of(id, record);
}

std::optional<Session> Sessions::get(std::string_view id) {
  check_id(id);
  if (const auto kept = store_->kept(id)) return session_of(id, *kept);
  const auto record = store_->use(id, [](SessionRecord&) {});
  if (!record) return std::nullopt;
  store_->keep(id, *record);
  return session_of(id, *record);
}

bool Sessions::set(std::string_view id, const Value& data) {
  check_id(id);
  const std::string text = json_data(data);
  const auto record = store_->use(id, [&text](SessionRecord& present) { present.data = text; });
  if (record) store_->cache.forget(store_->user_key(record->user));
  return record.has_value();
}

bool Sessions::destroy(std::string_view id) {
  check_id(id);
  const auto present = store_->storage.get(store_->id_key(id));
  if (!present || !store_->storage.remove(store_->id_key(id))) return false;
  store_->count("sessions.destroyed", 1);
  if (const auto user = user_of(present->text())) {
    store_->cache.forget(store_->user_key(*user));
    store_->strike(*user, {{std::string(id), 0}});
  }
  return true;
}

std::vector<Session> Sessions::list(std::string_view user) const {
  std::vector<std::string> ids;
  for (const auto& entry : store_->listed(user)) ids.push_back(entry.first);
  std::vector<Session> sessions;
  const auto pipeline = store_->storage.backend().pipeline([&](Operation& done) {
    if (done.error) throw *done.error;
    if (!done.outcome.value) return;  // has ended, or is only about to begin
    sessions.push_back(session_of(ids[done.tag], SessionRecord::read(done.outcome.value->text())));
  });
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Operation read = store_->storage.operation(store_->id_key(ids[i]), Read{.expiry = false});
    read.tag = i;
    pipeline->add(std::move(read));
  }
  pipeline->drain();
  return sessions;
}

void Sessions::each(const std::function<bool(const Session&)>& visit) const {
  const std::string prefix = store_->id_key("");
  store_->storage.each({Glob(Glob::escape(prefix) + '*'), {}, true}, [&](const Entry& entry) {
    const std::string_view id = std::string_view(entry.key).substr(prefix.size());
    if (!is_id(id)) return true;  // of another scope
    return visit(session_of(id, SessionRecord::read(entry.value.text())));
  });
}

/// One that was in the list but not yet there, and came before it was struck off, is erased the second time.
std::size_t Sessions::revoke(std::string_view user) {
  const SessionList list = store_->listed(user);
  if (list.empty()) return 0;
  std::size_t revoked = store_->erase(list);
  store_->strike(user, list);
  revoked += store_->erase(list);
  store_->cache.forget(store_->user_key(user));
  store_->count("sessions.destroyed", revoked);
  return revoked;
}

// ---- the plugin ---------------------------------------------------------------------------------------

SessionsPlugin::SessionsPlugin(SessionOptions options)
    : ServicePlugin(Sessions::service_name), options_(std::move(options)) {}
SessionsPlugin::~SessionsPlugin() = default;

std::vector<std::string> SessionsPlugin::dependencies() const {
  return {"storage"};
}
void SessionsPlugin::init(PluginContext& context) {
  sessions_ = std::make_shared<Sessions>(*context.get_service<Storage>(Storage::service_name), options_);
  context.register_service<Sessions>(std::string(Sessions::service_name), sessions_);
}
void SessionsPlugin::start(PluginContext& context) {
  if (context.has_service(Cache::service_name))
    sessions_->use(*context.get_service<Cache>(Cache::service_name));
  if (context.has_service(Metrics::service_name))
    sessions_->use(context.get_service<Metrics>(Metrics::service_name));
}
void SessionsPlugin::destroy() {
  sessions_.reset();
}

}  // namespace objectos
