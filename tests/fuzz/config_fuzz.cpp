// Anything as a configuration: it is refused as usage, or every key can be asked for. Its alert rules are
// refused as usage, or can be evaluated and exported.
#include "fuzz.hpp"
#include "objectos/config.hpp"
#include "objectos/json.hpp"
#include "objectos/metrics_alerts.hpp"

using namespace objectos;

namespace {

void use_alerts(const Config& config) {
  std::vector<AlertRule> rules;
  if (!succeeds(Errc::usage, [&] { rules = alert_rules(config); })) return;
  const auto metrics = std::make_shared<Metrics>(memory_metrics());
  // Something to look at; rules may contradict each other about what it is.
  for (const AlertRule& rule : rules) {
    const std::vector<Label> labels(rule.labels.begin(), rule.labels.end());
    const bool grows = rule.value == AlertRule::Value::rate || rule.value == AlertRule::Value::increase;
    succeeds(Errc::data, [&] {
      if (grows) {
        metrics->increment_counter(rule.metric, 5, labels);
      } else if (rule.value == AlertRule::Value::quantile) {
        metrics->record_histogram(rule.metric, 5, labels);
      } else {
        metrics->set_gauge(rule.metric, 5, labels);
      }
    });
  }
  MUST_HOLD(is_utf8(export_alert_rules(*metrics, rules)));
  Alerts alerts(metrics, rules);
  const Alerts::Result result = alerts.check();
  for (const Alert& alert : result.alerts) {
    std::string text;
    append_alert_json(text, alert);
    json::check(text);
  }
  MUST_HOLD(alerts.list().size() >= rules.size());
  std::size_t told = 0;
  alerts.check(Alerts::Way::print, [&](std::span<const AlertNews> news) { told = news.size(); });
  MUST_HOLD(told <= alerts.list().size());
  if (result.fires()) MUST_HOLD(told > 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  succeeds(Errc::usage, [&] {
    const Config config = Config::parse(as_text(data, size), "f.json");
    const bool sound = succeeds(Errc::usage, [&] { config.check(); });
    for (const ConfigKey& row : config_table()) {
      const bool read = succeeds(Errc::usage, [&] {
        const std::string text = config.json(row.name).to_json();
        json::check(text);
        config.get(row.name);
      });
      if (sound && config.is_set(row.name)) MUST_HOLD(read);  // check() has read it already
      if (config.is_set(row.name)) MUST_HOLD(config.origin(row.name).line > 0);
    }
    use_alerts(config);
    if (sound) {
      for (const Config::Row& row : config.rows(true)) json::check(row.value.to_json());
    }
  });
  return 0;
}
