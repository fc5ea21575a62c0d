// Alert rules on metrics. They are evaluated when somebody asks: cron each minute, say. What they remember
// between two checks is kept with the metrics, so any number of processes may check. Start here:
//
//   objectos::Alerts alerts(objectos::open_metrics(config), objectos::alert_rules(config));
//   for (const objectos::Alert& alert : alerts.check().alerts) …
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/clock.hpp"
#include "objectos/config.hpp"
#include "objectos/error.hpp"
#include "objectos/metrics.hpp"
#include "objectos/text.hpp"

namespace objectos {

/// When an alert is to be, and what is to be said of it. Every series that it looks at has a state of its
/// own.
struct AlertRule {
  /// What is compared with the threshold.
  enum class Value {
    itself,    ///< of a counter or gauge
    rate,      ///< how much a counter, or a histogram's count, has grown in `window`, by the second
    increase,  ///< the same, all of it
    quantile,  ///< of a histogram, over all that was observed
    absent,    ///< compared with nothing: the alert is that no series matches
    age,       ///< the same: the alert is that a gauge in Unix seconds lies back longer than `window`
  };
  enum class Op { greater, at_least, less, at_most, equal, different };

  std::string name;
  std::string metric;
  Labels labels;  ///< only series with these; an empty value: only those without the label
  Value value = Value::itself;
  Millis window{0};
  double quantile = 0;
  Op op = Op::greater;
  double threshold = 0;
  Millis hold_for{0};                     ///< `for`: how long it must be so before the alert fires
  Millis keep_firing_for{0};              ///< how long it fires on when it is no more so
  Millis repeat = std::chrono::hours(4);  ///< how long nothing is said again
  Labels
      alert_labels;  ///< beside those of the series. Values may hold `{{ $value }}` and `{{ $labels.NAME }}`
  Labels annotations;  ///< the same, for texts
  std::vector<std::string> notify;  ///< who is told, for whoever delivers; empty: whom it tells usually
};

/// The rules of the configuration (`metrics.alerts`). Error(usage) with file, line and column for what is
/// wrong with one.
OBJECTOS_API std::vector<AlertRule> alert_rules(const Config& config);

enum class AlertState { inactive, pending, firing, resolved };
/// "inactive", "pending", "firing", "resolved"
OBJECTOS_API std::string_view alert_state_name(AlertState state) noexcept;

/// The alert of one series.
struct Alert {
  std::string name;
  AlertState state = AlertState::inactive;
  double value = 0;        ///< when it was so last; of an absent series 1, of a time its age in seconds
  std::int64_t since = 0;  ///< when this state began, in ms since 1970; 0 if it is inactive
  Labels labels;           ///< of the series and of the rule, which wins
  Labels annotations;
};

/// An alert that there is something to say of: it fires, still or again, or is resolved.
struct AlertNews {
  Alert alert;
  /// The same when the same is said once more, because whoever was to say it died over it: whoever delivers
  /// can leave out what was delivered.
  std::string id;
};

/// Evaluates rules. Semantics are those of Prometheus: a state for each series, pending until it was so for
/// `hold_for`, rates and increases extrapolated to the window and with counter resets, comparisons with NaN
/// as IEEE 754 has them.
///
/// A rate or increase is of the samples that checks have taken, at most 60 spread over the window: without
/// two of them in it there is none. Of one rule no more than 10,000 series are looked at.
///
/// Thread safe, between processes too where they share the store: each change of a state is made by one
/// check, and told by one. Members throw what the store throws; then nothing has changed.
class OBJECTOS_API Alerts {
 public:
  /// Error(usage) for a rule that makes no sense, and two of one name.
  Alerts(std::shared_ptr<Metrics> metrics, std::vector<AlertRule> rules,
         const Clock& clock = Clock::system());
  ~Alerts();
  Alerts(const Alerts&) = delete;
  Alerts& operator=(const Alerts&) = delete;

  /// A rule that cannot be evaluated, such as a quantile of a counter.
  struct Fault {
    std::string rule;
    Message what;
  };
  struct Result {
    std::vector<Alert>
        alerts;  ///< pending, firing, and those that this check resolved; by rule, then by labels
    std::vector<Fault> faults;  ///< the other rules were evaluated
    /// True if an alert fires.
    OBJECTOS_API bool fires() const noexcept;
  };

  /// Evaluates all rules; none if the metrics are off (MetricsOptions::enabled).
  Result check();

  /// How it is said. Each way has its own memory of what was said: who looks does not keep the mail from
  /// coming.
  enum class Way { print, notify };
  using Tell = std::function<void(std::span<const AlertNews>)>;
  /// Evaluates all rules and hands what there is to say, if anything, to `tell`: of an alert that fires,
  /// unless it was told to in the last `repeat`, and of one that is resolved after it was told to fire.
  ///
  /// What `tell` returns from is said. If it throws, that comes out, and all of it will be said by the next
  /// check. If the process ends in between, the first check 30 s later says it again, with the same ids: at
  /// least once.
  Result check(Way way, const Tell& tell);

  /// What the last check left, without evaluating anything: pending and firing alerts, and for each rule that
  /// has none an inactive one, with the rule's labels.
  std::vector<Alert> list() const;

  const std::vector<AlertRule>& rules() const noexcept { return rules_; }

 private:
  Result run(const Way* way, const Tell& tell);

  std::shared_ptr<Metrics> metrics_;
  std::vector<AlertRule> rules_;
  const Clock& clock_;
};

/// The rules as a rule file for Prometheus (`promtool check rules` accepts it), about the series as `metrics
/// export` writes them. A metric that is not there yet is taken for what the rule makes of it: a counter if
/// it is about growth, a histogram for a quantile, else a gauge.
OBJECTOS_API std::string export_alert_rules(const Metrics& metrics, const std::vector<AlertRule>& rules);

/// Appends {"name","state","value","since","labels"}; value and since are null where there are none.
OBJECTOS_API void append_alert_json(std::string& out, const Alert& alert);

}  // namespace objectos
