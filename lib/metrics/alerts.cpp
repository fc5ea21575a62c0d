#include <algorithm>
#include <limits>

#include "metrics/alert_note.hpp"
#include "metrics/alert_rules.hpp"
#include "metrics/alert_state.hpp"
#include "metrics/alert_template.hpp"
#include "metrics/alert_watch.hpp"
#include "metrics/labels.hpp"
#include "metrics/number.hpp"
#include "objectos/digest.hpp"
#include "objectos/json.hpp"
#include "objectos/metrics_alerts.hpp"

namespace objectos {

using metrics::AlertNote;

namespace {

/// Notes of rules that this configuration does not have may be another's, who checks now and then.
constexpr Millis longest_unchecked = std::chrono::hours(24);
/// That a note was checked is worth a write so often.
constexpr Millis check_mark = std::chrono::hours(1);
/// Other checks may be at it at the same time.
constexpr int max_turns = 100;

std::string id_of(std::string_view key, const AlertNote::Told& told) {
  return sha256_hex(std::string(key) + '\n' + (told.says_firing ? "firing" : "resolved") + '\n' +
                    std::to_string(told.claim));
}

/// The labels of the series, or for an absent one those that it would have, and the rule's.
Alert alert_of(const AlertRule& rule, std::string_view series, const AlertNote& note) {
  Alert alert;
  alert.name = rule.name;
  alert.state = note.state;
  alert.value = note.value;
  alert.since = metrics::since_of(note);
  const Labels own = metrics::labels_of(series);
  alert.labels = own;
  for (const auto& set : rule.alert_labels) {
    std::erase_if(alert.labels, [&](const auto& label) { return label.first == set.first; });
    std::string value = metrics::fill_template(set.second, note.value, own);
    if (!value.empty()) alert.labels.emplace_back(set.first, std::move(value));
  }
  std::sort(alert.labels.begin(), alert.labels.end());
  for (const auto& [name, text] : rule.annotations)
    alert.annotations.emplace_back(name, metrics::fill_template(text, note.value, own));
  return alert;
}

/// What a rule makes of one series. Takes a sample, where it is about growth.
std::optional<double> result_of(const AlertRule& rule, const metrics::WatchedSeries& series, AlertNote& note,
                                std::int64_t now) {
  std::optional<double> value = series.value;
  if (metrics::has_samples(rule) && value) {
    metrics::take_sample(note.samples, now, *value, rule.window);
    const bool by_second = rule.value == AlertRule::Value::rate;
    value = metrics::growth_of(note.samples, now, rule.window,
                               by_second ? metrics::Growth::by_second : metrics::Growth::in_all);
  }
  if (rule.value == AlertRule::Value::age && value) {
    const bool is_old = *value > static_cast<double>(rule.window.count()) / 1000;
    return is_old ? value : std::nullopt;
  }
  return value && metrics::holds(rule, *value) ? value : std::nullopt;
}

/// The labels of a series that is not there.
std::string absent_labels(const AlertRule& rule) {
  return metrics::check_labels(std::vector<Label>(rule.labels.begin(), rule.labels.end())).text;
}

// ---- one turn
// ----------------------------------------------------------------------------------------------

/// One evaluation of all rules over what was remembered when it began.
class Turn {
 public:
  Turn(MetricsStore& store, const Clock& clock, const Alerts::Way* way)
      : store_(store), way_(way), notes_(store.alert_notes()), now_(clock.now_ms()) {}

  void evaluate(const AlertRule& rule) {
    const std::size_t first = result.alerts.size();
    metrics::Watched watched = metrics::watch(store_, rule, now_);
    if (rule.value == AlertRule::Value::absent) {
      const bool is_absent = watched.series.empty();
      watched.series.clear();
      if (is_absent) watched.series.push_back({absent_labels(rule), 1});
    }
    // What is remembered of series that are not there, or no more the rule's, comes to its end.
    const std::string start = metrics::note_key(rule.name, "", "").substr(0, rule.name.size() + 1);
    for (auto note = notes_.texts.lower_bound(start);
         note != notes_.texts.end() && note->first.starts_with(start); ++note) {
      const metrics::NoteKey key = metrics::parts_of_key(note->first);
      const bool is_here = key.metric == rule.metric && is_among(watched.series, key.labels);
      if (!is_here) step(rule, note->first, {std::string(key.labels), std::nullopt});
    }
    for (const metrics::WatchedSeries& series : watched.series)
      step(rule, metrics::note_key(rule.name, rule.metric, series.labels), series);
    std::sort(result.alerts.begin() + static_cast<std::ptrdiff_t>(first), result.alerts.end(),
              [](const Alert& a, const Alert& b) { return a.labels < b.labels; });
    if (watched.fault) result.faults.push_back({rule.name, std::move(*watched.fault)});
  }

  void forget_others(const std::vector<AlertRule>& rules) {
    for (const auto& [key, text] : notes_.texts) {
      const std::string_view name = metrics::parts_of_key(key).rule;
      const bool is_known =
          std::any_of(rules.begin(), rules.end(), [&](const AlertRule& rule) { return rule.name == name; });
      if (is_known) continue;
      const auto note = metrics::note_of(text);
      if (!note || now_ - note->checked_at > longest_unchecked.count()) changes_.emplace(key, "");
    }
  }

  /// False if another check was faster.
  bool commit() { return changes_.empty() || store_.note_alerts(notes_.version, changes_); }

  Alerts::Result result;
  std::vector<AlertNews> news;
  std::vector<std::string> keys;  ///< of the news

 private:
  static bool is_among(const std::vector<metrics::WatchedSeries>& all, std::string_view labels) {
    const auto place =
        std::lower_bound(all.begin(), all.end(), labels,
                         [](const auto& series, std::string_view text) { return series.labels < text; });
    return place != all.end() && place->labels == labels;
  }

  void step(const AlertRule& rule, const std::string& key, const metrics::WatchedSeries& series) {
    const auto before = notes_.texts.find(key);
    AlertNote note;
    if (before != notes_.texts.end()) note = metrics::note_of(before->second).value_or(note);
    metrics::not_ahead(note, now_);
    metrics::forget_samples(note.samples, now_, metrics::has_samples(rule) ? rule.window : Millis(0));
    const std::optional<double> value = result_of(rule, series, note, now_);
    const bool is_resolved = metrics::advance(note, rule, value, now_);
    if (note.state != AlertState::inactive || is_resolved) {
      Alert& alert = result.alerts.emplace_back(alert_of(rule, series.labels, note));
      if (is_resolved) alert.state = AlertState::resolved;
    }
    if (way_) tell(rule, key, series.labels, note);
    keep(rule, key, note, before == notes_.texts.end() ? nullptr : &before->second);
  }

  void tell(const AlertRule& rule, const std::string& key, std::string_view labels, AlertNote& note) {
    AlertNote::Told& told = note.told[static_cast<std::size_t>(*way_)];
    if (!metrics::claim(told, note, rule, now_)) return;
    Alert alert = alert_of(rule, labels, note);
    if (!told.says_firing) {
      alert.state = AlertState::resolved;
      alert.since = note.resolved_at;
    }
    news.push_back({std::move(alert), id_of(key, told)});
    keys.push_back(key);
  }

  /// Notes the change, if there is one.
  void keep(const AlertRule& rule, const std::string& key, AlertNote& note, const std::string* before) {
    if (note.is_over(now_, rule.repeat)) {
      if (before) changes_.emplace(key, "");
      return;
    }
    if (now_ - note.checked_at >= check_mark.count()) note.checked_at = now_;
    std::string text = metrics::text_of(note);
    if (!before || *before != text) changes_.emplace(key, std::move(text));
  }

  MetricsStore& store_;
  const Alerts::Way* way_;
  const AlertNotes notes_;
  const std::int64_t now_;  // behind the times in the notes, whoever else is checking
  AlertChanges changes_;
};

[[noreturn]] void fail_contended() {
  throw Error(Errc::unavailable,
              Message("alerts.contended", "other checks keep changing what alerts remember"));
}

/// Notes that what was claimed is said, or that it is not. A claim that another has taken over is left alone.
void settle(MetricsStore& store, Alerts::Way way, const std::vector<std::string>& keys,
            const std::vector<AlertNews>& news, bool is_said) {
  for (int turn = 0; turn < max_turns; ++turn) {
    const AlertNotes notes = store.alert_notes();
    AlertChanges changes;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto text = notes.texts.find(keys[i]);
      auto note = text == notes.texts.end() ? std::nullopt : metrics::note_of(text->second);
      if (!note) continue;
      AlertNote::Told& told = note->told[static_cast<std::size_t>(way)];
      if (told.claim == 0 || id_of(keys[i], told) != news[i].id) continue;
      is_said ? metrics::confirm(told) : metrics::release(told);
      changes.emplace(keys[i], metrics::text_of(*note));
    }
    if (changes.empty() || store.note_alerts(notes.version, changes)) return;
  }
  fail_contended();
}

}  // namespace

// ---- the service
// ---------------------------------------------------------------------------------------------

std::string_view alert_state_name(AlertState state) noexcept {
  switch (state) {
    case AlertState::inactive: return "inactive";
    case AlertState::pending: return "pending";
    case AlertState::firing: return "firing";
    case AlertState::resolved: break;
  }
  return "resolved";
}

bool Alerts::Result::fires() const noexcept {
  return std::any_of(alerts.begin(), alerts.end(),
                     [](const Alert& alert) { return alert.state == AlertState::firing; });
}

Alerts::Alerts(std::shared_ptr<Metrics> metrics, std::vector<AlertRule> rules, const Clock& clock)
    : metrics_(std::move(metrics)), rules_(std::move(rules)), clock_(clock) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    metrics::check_alert_rule(rules_[i]);
    metrics::check_new_name({rules_.data(), i}, rules_[i]);
  }
}

Alerts::~Alerts() = default;

Alerts::Result Alerts::check() {
  return run(nullptr, {});
}

Alerts::Result Alerts::check(Way way, const Tell& tell) {
  return run(&way, tell);
}

Alerts::Result Alerts::run(const Way* way, const Tell& tell) {
  if (rules_.empty() || !metrics_->options().enabled) return {};
  metrics_->flush();  // what handles have recorded counts, too
  MetricsStore& store = metrics_->store();
  for (int count = 0; count < max_turns; ++count) {
    Turn turn(store, clock_, way);
    for (const AlertRule& rule : rules_) turn.evaluate(rule);
    turn.forget_others(rules_);
    if (!turn.commit()) continue;
    if (!turn.news.empty()) {
      try {
        tell(turn.news);
      } catch (...) {
        settle(store, *way, turn.keys, turn.news, false);
        throw;
      }
      settle(store, *way, turn.keys, turn.news, true);
    }
    return std::move(turn.result);
  }
  fail_contended();
}

std::vector<Alert> Alerts::list() const {
  std::vector<Alert> alerts;
  if (rules_.empty()) return alerts;
  const AlertNotes notes = metrics_->store().alert_notes();
  for (const AlertRule& rule : rules_) {
    const std::size_t before = alerts.size();
    const std::string start = rule.name + "\n";
    for (auto text = notes.texts.lower_bound(start);
         text != notes.texts.end() && text->first.starts_with(start); ++text) {
      const auto note = metrics::note_of(text->second);
      if (note && note->state != AlertState::inactive)
        alerts.push_back(alert_of(rule, metrics::parts_of_key(text->first).labels, *note));
    }
    if (alerts.size() > before) continue;
    Alert& none = alerts.emplace_back();
    none.name = rule.name;
    none.value = std::numeric_limits<double>::quiet_NaN();
    none.labels = rule.labels;
  }
  return alerts;
}

void append_alert_json(std::string& out, const Alert& alert) {
  out += "{\"name\":";
  json::append_string(out, alert.name);
  out.append(",\"state\":\"").append(alert_state_name(alert.state)).append("\",\"value\":");
  const bool is_known = alert.state != AlertState::inactive;
  if (is_known) {
    metrics::append_json_number(out, alert.value);
  } else {
    out += "null";
  }
  out += ",\"since\":";
  out += is_known ? "\"" + format_time(alert.since) + "\"" : "null";
  out += ",\"labels\":{";
  for (const auto& [name, value] : alert.labels) {
    if (out.back() != '{') out += ',';
    json::append_string(out, name);
    out += ':';
    json::append_string(out, value);
  }
  out += "}}";
}

}  // namespace objectos
