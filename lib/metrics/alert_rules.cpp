#include "metrics/alert_rules.hpp"

#include <algorithm>
#include <cmath>

#include "core/json_tree.hpp"
#include "metrics/alert_template.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"

namespace objectos {
namespace metrics {
namespace {

constexpr std::size_t longest_name = 200;
constexpr std::string_view name_label = "alertname";  // Prometheus gives it every alert

void check_name(const std::string& name) {
  if (name.empty()) throw Error(Errc::usage, Message("alerts.no_name", "the alert has no name"));
  const bool is_plain = is_utf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
                          return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
                        });
  if (!is_plain || name.size() > longest_name) {
    throw Error(Errc::usage,
                Message("alerts.name",
                        "the name of an alert is at most {{most}} bytes of UTF-8 without control characters",
                        {{"most", longest_name}}));
  }
}

void check_window(const Millis& window) {
  if (window.count() <= 0)
    throw Error(Errc::usage, Message("alerts.window", "the time must be more than 0s"));
}

void check_quantile(const double& q) {
  if (q >= 0 && q <= 1) return;
  throw Error(Errc::usage,
              Message("metrics.quantile", "\"{{text}}\" is not from 0 to 1", {{"text", metric_number(q)}}));
}

std::vector<Label> views_of(const Labels& labels) {
  return {labels.begin(), labels.end()};
}

void check_watched_labels(const Labels& labels) {
  check_labels(views_of(labels));
}

void check_texts(const Labels& texts) {
  for (const auto& [name, text] : texts) {
    if (!is_utf8(text))
      throw Error(Errc::usage,
                  Message("alerts.text_utf8", "the text of {{name}} is not valid UTF-8", {{"name", name}}));
    check_template(text);
  }
}

void check_alert_labels(const Labels& labels) {
  check_labels(views_of(labels));
  check_texts(labels);
  if (std::any_of(labels.begin(), labels.end(), [](const auto& label) { return label.first == name_label; }))
    throw Error(Errc::usage, Message("alerts.alertname", "the label alertname is the alert's name"));
}

void check_annotations(const Labels& annotations) {
  for (const auto& [name, text] : annotations) {
    if (is_plain_label_name(name)) continue;
    throw Error(Errc::usage,
                Message("alerts.annotation",
                        "\"{{name}}\" is no name of an annotation: letters, digits and _", {{"name", name}}));
  }
  check_texts(annotations);
}

}  // namespace

bool has_threshold(const AlertRule& rule) noexcept {
  return rule.value != AlertRule::Value::absent && rule.value != AlertRule::Value::age;
}

bool has_samples(const AlertRule& rule) noexcept {
  return rule.value == AlertRule::Value::rate || rule.value == AlertRule::Value::increase;
}

std::string_view alert_op_name(AlertRule::Op op) noexcept {
  switch (op) {
    case AlertRule::Op::greater: return ">";
    case AlertRule::Op::at_least: return ">=";
    case AlertRule::Op::less: return "<";
    case AlertRule::Op::at_most: return "<=";
    case AlertRule::Op::equal: return "==";
    case AlertRule::Op::different: break;
  }
  return "!=";
}

void check_alert_rule(AlertRule& rule) {
  check_name(rule.name);
  check_metric_name(rule.metric);
  check_watched_labels(rule.labels);
  if (has_samples(rule) || rule.value == AlertRule::Value::age) check_window(rule.window);
  if (rule.value == AlertRule::Value::quantile) check_quantile(rule.quantile);
  if (std::isnan(rule.threshold))
    throw Error(Errc::usage, Message("alerts.threshold_nan", "nothing compares with NaN"));
  check_alert_labels(rule.alert_labels);
  check_annotations(rule.annotations);
  for (Labels* labels : {&rule.labels, &rule.alert_labels, &rule.annotations})
    std::sort(labels->begin(), labels->end());
}

void check_new_name(std::span<const AlertRule> earlier, const AlertRule& rule) {
  const bool is_taken = std::any_of(earlier.begin(), earlier.end(),
                                    [&](const AlertRule& other) { return other.name == rule.name; });
  if (is_taken)
    throw Error(Errc::usage,
                Message("alerts.twice", "there are two alerts called {{name}}", {{"name", rule.name}}));
}

}  // namespace metrics

// ---- from the configuration ------------------------------------------------------------------------------

namespace {

using metrics::has_threshold;
using Member = ConfigItem::Member;

/// Throws what `check` finds wrong with `value`, with its place in front.
template <class Value>
const Value& checked(const std::string& place, const Value& value, void (*check)(const Value&)) {
  try {
    check(value);
  } catch (const Error& error) {
    throw error.as(Errc::usage).at(place);
  }
  return value;
}

[[noreturn]] void fail(const std::string& place, const Message& message) {
  throw Error(Errc::usage, message).at(place);
}

Labels labels_of_member(const Member& member) {
  const json::Node tree = json::parse_tree(member.text, {member.place, 1}, json::Reader::Dialect::strict);
  Labels labels;
  for (const json::Member& label : tree.members) labels.emplace_back(label.key, label.value.string);
  return labels;
}

std::vector<std::string> texts_of_member(const Member& member) {
  const json::Node tree = json::parse_tree(member.text, {member.place, 1}, json::Reader::Dialect::strict);
  std::vector<std::string> texts;
  for (const json::Node& text : tree.elements) texts.push_back(text.string);
  return texts;
}

double number_of_member(const Member& member) {
  return parse_metric_number(member.text).value_or(0);  // the configuration has checked it
}

const Member& required(const ConfigItem& item, const char* name) {
  if (const Member* member = item.find(name)) return *member;
  fail(item.place, Message("alerts.missing", "the alert has no {{key}}", {{"key", name}}));
}

/// Reads one item. What the rule is compared by is at most one of several members.
class ItemReader {
 public:
  explicit ItemReader(const ConfigItem& item) : item_(item) {}

  AlertRule read() {
    rule_.name = text("name", metrics::check_name);
    rule_.metric = text("metric", [](const std::string& name) { metrics::check_metric_name(name); });
    read_value();
    read_comparison();
    rule_.hold_for = parse_duration(required(item_, "for").text);
    rule_.keep_firing_for = parse_duration(required(item_, "keep_firing_for").text);
    rule_.repeat = parse_duration(required(item_, "repeat").text);
    rule_.labels = labels("labels", metrics::check_watched_labels);
    rule_.alert_labels = labels("alert_labels", metrics::check_alert_labels);
    rule_.annotations = labels("annotations", metrics::check_annotations);
    if (const Member* notify = item_.find("notify")) rule_.notify = texts_of_member(*notify);
    return std::move(rule_);
  }

 private:
  const std::string& text(const char* name, void (*check)(const std::string&)) {
    const Member& member = required(item_, name);
    return checked(member.place, member.text, check);
  }

  Labels labels(const char* name, void (*check)(const Labels&)) {
    const Member* member = item_.find(name);
    return member ? checked(member->place, labels_of_member(*member), check) : Labels();
  }

  /// The value that `name` sets, if it is set; another one must not be.
  const Member* take(const char* name, AlertRule::Value value) {
    const Member* member = item_.find(name);
    if (!member || (value == AlertRule::Value::absent && member->text != "true")) return nullptr;
    if (value_)
      fail(member->place, Message("alerts.two_values", "{{one}} and {{other}} exclude each other",
                                  {{"one", value_}, {"other", name}}));
    value_ = name;
    rule_.value = value;
    return member;
  }

  void read_value() {
    for (const auto& [name, value] : {std::pair("rate", AlertRule::Value::rate),
                                      {"increase", AlertRule::Value::increase},
                                      {"older_than", AlertRule::Value::age}}) {
      if (const Member* window = take(name, value))
        rule_.window = checked(window->place, parse_duration(window->text), metrics::check_window);
    }
    if (const Member* quantile = take("quantile", AlertRule::Value::quantile))
      rule_.quantile = checked(quantile->place, number_of_member(*quantile), metrics::check_quantile);
    take("absent", AlertRule::Value::absent);
  }

  void read_comparison() {
    if (!has_threshold(rule_)) {
      for (const char* name : {"op", "threshold"}) {
        if (const Member* member = item_.find(name))
          fail(member->place, Message("alerts.no_comparison", "{{value}} is compared with no {{key}}",
                                      {{"value", value_}, {"key", name}}));
      }
      return;
    }
    const Member& op = required(item_, "op");
    using Op = AlertRule::Op;
    for (const Op known : {Op::greater, Op::at_least, Op::less, Op::at_most, Op::equal, Op::different}) {
      if (op.text == metrics::alert_op_name(known)) rule_.op = known;
    }
    rule_.threshold = number_of_member(required(item_, "threshold"));
  }

  const ConfigItem& item_;
  AlertRule rule_;
  const char* value_ = nullptr;
};

}  // namespace

std::vector<AlertRule> alert_rules(const Config& config) {
  std::vector<AlertRule> rules;
  for (const ConfigItem& item : config.items("metrics.alerts")) {
    AlertRule rule = ItemReader(item).read();
    try {
      metrics::check_new_name(rules, rule);
      metrics::check_alert_rule(rule);
    } catch (const Error& error) {
      throw error.at(item.find("name")->place);
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace objectos
