// Feature flags: on or off, variants, values of single users, roll-outs by percent, and targeting in flagd's
// JSON.
//
//   objectos::Flags flags(*objectos::open_storage(config));
//   flags.set("new-checkout", objectos::Value::boolean(true), {.percent = 20});
//   if (flags.is_on("new-checkout", {.user = "alice"})) …
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/cache.hpp"
#include "objectos/clock.hpp"
#include "objectos/error.hpp"
#include "objectos/plugin.hpp"
#include "objectos/storage.hpp"
#include "objectos/value.hpp"

namespace objectos {

/// Whom a flag is asked for.
struct FlagContext {
  /// Rules know it as `targetingKey`, roll-outs go by it. Empty: nobody in particular.
  std::string user = {};
  /// An object: what rules see by {"var":"NAME"}. Null: nothing.
  Value attributes = {};
};

/// Why a flag has the value that it has; the names are flagd's.
enum class FlagReason {
  static_value,     ///< STATIC: the flag has no rule
  default_value,    ///< DEFAULT: its rule names no variant, or there is no default to name
  targeting_match,  ///< TARGETING_MATCH: the rule says so, or the user has a value of their own
  disabled,         ///< DISABLED: the flag's state; there is no value
  error,            ///< ERROR: there is no such flag, or its rule cannot be evaluated
};
OBJECTOS_API std::string_view flag_reason_name(FlagReason reason) noexcept;

struct FlagResult {
  std::string flag;
  std::optional<std::string> variant;
  std::optional<Value> value;
  FlagReason reason = FlagReason::error;
  /// With FlagReason::error: FLAG_NOT_FOUND, PARSE_ERROR (the rule cannot be evaluated) or GENERAL (it names
  /// no variant). Else empty.
  std::string error_code;
  /// With the last two: what is wrong, and where in the flag.
  std::shared_ptr<const Error> error;

  /// False for false, null, 0, "" and no value at all.
  OBJECTOS_API bool is_on() const;
};

struct FlagSetOptions {
  /// Only this user gets the value.
  std::optional<std::string> user = {};
  /// That many percent of the users get the value (0 to 100, thousandths count), the others the opposite of a
  /// boolean, or the flag's default. Who belongs to it is decided by the names of flag and user: who has the
  /// value at 20 percent has it at 30.
  std::optional<double> percent = {};
};

struct FlagInfo {
  std::string name;
  bool is_enabled = true;
  std::vector<std::string> variants;
  std::optional<std::string> default_variant;
  bool has_targeting = false;
};

struct FlagStore;

/// The service. Thread safe. Members throw Error(usage) for a name that makes no key, Error(data) for a
/// stored flag that is none, and whatever the store throws.
///
/// A flag is one key in the storage scope `feature-flags`, its value the flag in flagd's JSON. A user's own
/// value is a key, too, so that a million of them cost a flag nothing.
class OBJECTOS_API Flags {
 public:
  static constexpr std::string_view service_name = "flags";
  static constexpr std::string_view storage_scope = "feature-flags";

  /// `storage` has no scope. `scope` sets flags apart, as a storage scope does keys.
  explicit Flags(const Storage& storage, std::string_view scope = {}, const Clock& clock = Clock::system());
  ~Flags();
  Flags(Flags&&) noexcept;
  Flags& operator=(Flags&&) noexcept;

  /// Keeps what it reads in the cache, too. Every change forgets the flag there, with the values of all
  /// users. A cache of this process alone does not hear of changes that others make: it may be wrong for
  /// `ttl`. To be called before the object is shared.
  void use(const Cache& cache, Millis ttl = std::chrono::minutes(1));

  /// The flag's value. An absent flag or a broken rule is a result (FlagReason::error), not an exception.
  FlagResult get(std::string_view name, const FlagContext& context = {}) const;
  bool is_on(std::string_view name, const FlagContext& context = {}) const {
    return get(name, context).is_on();
  }

  /// Makes it the value of everybody, of one user, or of some percent; creates the flag if it is not there.
  /// All but the one for a user take away the rule that the flag had; values of single users stay. A value
  /// that is not one of the flag's variants takes their place. Error(data) if the flag's values are of
  /// another type, Error(usage) for bytes or bad options.
  void set(std::string_view name, const Value& value, const FlagSetOptions& options = {});
  /// With all values of single users. True if it was there.
  bool remove(std::string_view name);
  /// The user has what everybody has again. True if there was a value.
  bool remove(std::string_view name, std::string_view user);
  /// Sorted by name.
  std::vector<FlagInfo> list() const;

  /// Adds the flags of a file in flagd's JSON, replacing those of the same name; others stay. The whole file
  /// is checked first: Error(data) with `file`:line:column and what is wrong. Then all flags are stored or
  /// none (where the backend is transactional; elsewhere an interruption is Error(partial), and the import
  /// may be repeated). Returns how many flags it had.
  std::size_t import(std::string_view text, std::string_view file);
  /// Writes all flags as such a file, piece by piece. Values of single users are in the member `overrides` of
  /// their flag, which flagd passes over. Returns how many flags there are.
  std::size_t export_to(const std::function<void(std::string_view)>& write) const;

 private:
  std::unique_ptr<FlagStore> store_;
};

/// Registers the service "flags" over the service "storage", with the service "cache" in front if there is
/// one.
class OBJECTOS_API FlagsPlugin : public ServicePlugin {
 public:
  FlagsPlugin();
  ~FlagsPlugin() override;
  std::vector<std::string> dependencies() const override;
  void init(PluginContext& context) override;
  void start(PluginContext& context) override;
  void destroy() override;

 private:
  std::shared_ptr<Flags> flags_;
};

}  // namespace objectos
