// The metrics verbs that read.
#include <algorithm>
#include <cmath>

#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::metrics {
namespace {

constexpr double shown_quantiles[] = {0.5, 0.9, 0.95, 0.99};

void print_histogram(Call& call, const Metric& metric) {
  call.out.line("count\t" + std::to_string(metric.count));
  call.out.line("sum\t" + metric_number(metric.sum));
  for (const double q : shown_quantiles) {
    if (const auto value = metric.quantile(q)) call.out.line(metric_number(q) + "\t" + metric_number(*value));
  }
}

int print_absent(Call& call) {
  if (call.out.json()) call.out.line("null");
  return exit_status::no;
}

int print_json(Call& call, const std::vector<Metric>& series) {
  std::string& text = call.out.buffer();
  if (series.size() > 1) text += '[';
  for (const Metric& metric : series) {
    if (&metric != &series.front()) text += ',';
    append_metric_json(text, metric);
  }
  call.out.line(series.size() > 1 ? "]" : "");
  return exit_status::ok;
}

double quantile_word(const std::string& text) {
  const double q = number_word(text, "Q");
  if (q >= 0 && q <= 1) return q;
  throw Error(Errc::usage, Message("metrics.quantile", "\"{{text}}\" is not from 0 to 1", {{"text", text}}))
      .at("Q");
}

MetricType type_of(const std::string& name) {
  if (name == "counter") return MetricType::counter;
  return name == "gauge" ? MetricType::gauge : MetricType::histogram;
}

}  // namespace

int get(Call& call) {
  const std::vector<Metric> series =
      call.session.metrics().get_metric(call.args.positionals[0], labels_option(call));
  if (series.empty()) return print_absent(call);
  if (call.out.json()) return print_json(call, series);
  if (series.front().type == MetricType::histogram) {
    print_histogram(call, series.front());
  } else if (series.size() == 1) {
    call.out.line(metric_number(series.front().value));
  } else {
    for (const Metric& metric : series)
      call.out.line(call.shown(series_name(metric.name, metric.labels)) + "\t" + metric_number(metric.value));
  }
  return exit_status::ok;
}

int list(Call& call) {
  const std::string* type = call.args.find("--type");
  for (const auto& [family, series] : call.session.metrics().families(call.pattern(0))) {
    if (type && family.type != type_of(*type)) continue;
    std::string& text = call.out.buffer();
    if (call.out.json()) {
      text += "{\"name\":";
      json::append_string(text, family.name);
      text.append(",\"type\":\"").append(metric_type_name(family.type)).append("\",\"help\":");
      json::append_string(text, family.help);
      text += ",\"unit\":";
      json::append_string(text, family.unit);
      text.append(",\"series\":").append(std::to_string(series));
      call.out.line("}");
    } else {
      call.out.line(call.shown(family.name) + "\t" + std::string(metric_type_name(family.type)) + "\t" +
                    std::to_string(series) + "\t" + printable(family.help, false));
    }
  }
  return exit_status::ok;
}

int quantile(Call& call) {
  std::vector<double> wanted;
  for (std::size_t i = 1; i < call.args.positionals.size(); ++i)
    wanted.push_back(quantile_word(call.args.positionals[i]));
  if (wanted.empty()) usage(Message("cli.missing", "{{name}} is missing", {{"name", "Q"}}));
  const std::vector<Metric> series =
      call.session.metrics().get_metric(call.args.positionals[0], labels_option(call));
  if (!series.empty() && series.front().type != MetricType::histogram) {
    throw Error(Errc::data,
                Message("metrics.no_quantiles", "{{name}} is a {{type}}: only histograms have quantiles",
                        {{"name", series.front().name}, {"type", metric_type_name(series.front().type)}}));
  }
  if (series.empty() || series.front().count == 0) return print_absent(call);
  std::string object = "{";
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string value = metric_number(*series.front().quantile(wanted[i]));
    if (!call.out.json()) call.out.line(value);
    if (object.size() > 1) object += ',';
    json::append_string(object, metric_number(wanted[i]));
    object += ":" + (std::isfinite(*series.front().quantile(wanted[i])) ? value : json::quoted(value));
  }
  if (call.out.json()) call.out.line(object + "}");
  return exit_status::ok;
}

}  // namespace objectos::cli::metrics
