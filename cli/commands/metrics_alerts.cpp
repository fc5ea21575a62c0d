// The metrics verbs about alerts.
#include "objectos/metrics_alerts.hpp"

#include <algorithm>

#include "app.hpp"
#include "commands/alert_messages.hpp"
#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "language.hpp"
#include "objectos/json.hpp"
#include "objectos/log.hpp"

namespace objectos::cli::metrics {
namespace {

Alerts open_alerts(Call& call) {
  return Alerts(call.session.shared_metrics(), alert_rules(call.session.config()));
}

std::string summary_of(const Alert& alert) {
  for (const auto& [name, text] : alert.annotations) {
    if (name == "summary") return text;
  }
  return {};
}

/// One line, whatever the texts hold.
void print_line(Call& call, const Alert& alert) {
  std::string line =
      std::string(alert_state_name(alert.state)) + "\t" + series_name(alert.name, alert.labels);
  if (alert.state != AlertState::inactive)
    line += "\t" + metric_number(alert.value) + "\t" + format_time(alert.since);
  if (const std::string summary = summary_of(alert); !summary.empty()) line += "\t" + summary;
  call.out.line(printable(line, false));
}

void print_json(Call& call, const std::vector<Alert>& alerts) {
  std::string& text = call.out.buffer();
  text += '[';
  for (const Alert& alert : alerts) {
    if (&alert != &alerts.front()) text += ',';
    append_alert_json(text, alert);
  }
  call.out.line("]");
}

Alerts::Result check_and_tell(Call& call, Alerts& alerts) {
  if (call.args.has("--notify")) {
    const AlertMessages messages(call.session.notification(), alerts.rules());
    return alerts.check(Alerts::Way::notify, [&](std::span<const AlertNews> news) { messages.send(news); });
  }
  if (call.out.json()) return alerts.check();
  return alerts.check(Alerts::Way::print, [&](std::span<const AlertNews> news) {
    for (const AlertNews& item : news) print_line(call, item.alert);
    call.out.flush();  // told when it has left
  });
}

void print_faults(Call& call, const std::vector<Alerts::Fault>& faults) {
  Language language(call.session.lang);
  for (const Alerts::Fault& fault : faults)
    print_error(report_text(Error(Errc::data, fault.what).at(fault.rule).at("metrics alerts check"),
                            call.out.json(), language));
}

}  // namespace

int alerts_check(Call& call) {
  Alerts alerts = open_alerts(call);
  const Alerts::Result result = check_and_tell(call, alerts);
  if (call.out.json()) print_json(call, result.alerts);
  print_faults(call, result.faults);
  if (!result.faults.empty()) return exit_status::of(Errc::data);
  return result.fires() ? exit_status::no : exit_status::ok;
}

int alerts_list(Call& call) {
  const std::vector<Alert> all = open_alerts(call).list();
  if (call.out.json()) {
    print_json(call, all);
  } else {
    for (const Alert& alert : all) print_line(call, alert);
  }
  return exit_status::ok;
}

int alerts_export(Call& call) {
  if (call.out.json()) usage(Message("alerts.export_json", "a rule file is YAML: there is none in JSON"));
  call.out.write(export_alert_rules(call.session.metrics(), alert_rules(call.session.config())));
  return exit_status::ok;
}

}  // namespace objectos::cli::metrics
