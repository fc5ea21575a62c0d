// Sessions of users: kept while they are used, listed and revoked by user.
//
//   objectos::Sessions sessions(*objectos::open_storage(config));
//   const std::string id = sessions.create("alice", objectos::Value::json(R"({"cart":[]})")).id;
//   if (auto session = sessions.get(id)) …
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/cache.hpp"
#include "objectos/metrics.hpp"
#include "objectos/plugin.hpp"
#include "objectos/storage.hpp"
#include "objectos/text.hpp"
#include "objectos/value.hpp"

namespace objectos {

struct Session {
  std::string id;  ///< a secret: who knows it is the user
  std::string user;
  Value data;
  std::int64_t created_at = 0;   ///< ms since the epoch, by the store's clock
  std::int64_t last_access = 0;  ///< likewise
};

struct SessionOptions {
  /// Sets sessions apart, as a storage scope does keys.
  std::string scope = {};
  /// How long a session lives without being used, unless create() says otherwise.
  Millis ttl = std::chrono::hours(24);
};

struct SessionStore;

/// The service. Thread safe; any number of processes may use one store. All members throw Error(usage) for a
/// text that is no id or a user that makes no key (empty, too long, with a newline or NUL), and whatever the
/// store throws. A session that was destroyed, revoked, has ended or never was is absent.
class OBJECTOS_API Sessions {
 public:
  static constexpr std::string_view service_name = "sessions";
  static constexpr std::string_view storage_scope = "sessions";
  /// Ids are that many lower-case hexadecimal digits, 160 bits of the system's random source.
  static constexpr std::size_t id_size = 40;

  /// `storage` has no scope.
  explicit Sessions(const Storage& storage, SessionOptions options = {});
  ~Sessions();
  Sessions(Sessions&&) noexcept;
  Sessions& operator=(Sessions&&) noexcept;

  // To be called before the object is shared.

  /// Keeps sessions that it reads in the cache, for a tenth of their TTL and at most `ttl`, and lets them
  /// live so much longer in the store: a session that get() finds there is not renewed, and its last access
  /// is the one of then. What is set, destroyed or revoked is forgotten there. A cache of this process alone
  /// does not hear what others destroy: it may know such a session for that time.
  void use(const Cache& cache, Millis ttl = std::chrono::hours(1));
  /// Counts `sessions.created`, `sessions.destroyed`, `sessions.cache.hit` and `sessions.cache.miss` there.
  void use(std::shared_ptr<Metrics> metrics);

  /// True if `text` has the form of an id; whether there is such a session is another question.
  static bool is_id(std::string_view text) noexcept;

  /// `ttl` must be positive. Error(usage) for data that is bytes.
  Session create(std::string_view user, const Value& data = Value::json("{}"),
                 std::optional<Millis> ttl = {});
  /// The session; from now on it lives its whole TTL again.
  std::optional<Session> get(std::string_view id);
  /// Replaces the data, and counts as a use. False if there is no such session.
  bool set(std::string_view id, const Value& data);
  /// True if it was there. Nothing brings it back.
  bool destroy(std::string_view id);

  /// The sessions of a user, sorted by id. Is no use of them; reads only theirs.
  std::vector<Session> list(std::string_view user) const;
  /// Visits all sessions, sorted by id; false ends it. The visitor must not call the store.
  void each(const std::function<bool(const Session&)>& visit) const;
  /// Destroys all sessions that the user has; how many. One that is being created at the same time may be
  /// among them.
  std::size_t revoke(std::string_view user);

 private:
  std::unique_ptr<SessionStore> store_;
};

/// Registers the service "sessions" over the service "storage"; "cache" stands in front and "metrics" counts,
/// where there are such services.
class OBJECTOS_API SessionsPlugin : public ServicePlugin {
 public:
  explicit SessionsPlugin(SessionOptions options = {});
  ~SessionsPlugin() override;
  std::vector<std::string> dependencies() const override;
  void init(PluginContext& context) override;
  void start(PluginContext& context) override;
  void destroy() override;

 private:
  SessionOptions options_;
  std::shared_ptr<Sessions> sessions_;
};

}  // namespace objectos
