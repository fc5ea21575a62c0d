// metrics plot: a histogram, or the values of series, as bars.
#include <algorithm>
#include <cmath>

#include "chart.hpp"
#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "language.hpp"
#include "objectos/json.hpp"
#include "text_width.hpp"

namespace objectos::cli::metrics {
namespace {

constexpr double marked_quantiles[] = {0.5, 0.9, 0.99};
constexpr std::size_t least_bar = 8;

std::string quantile_name(double q) {
  return "p" + short_number(q * 100);
}

/// To three digits, for a quantile is an estimate.
std::string estimate(double x) {
  if (x == 0 || !std::isfinite(x)) return short_number(x);
  const double unit = std::pow(10, std::floor(std::log10(std::abs(x))) - 2);
  return short_number(unit > 0 && std::isfinite(unit) ? std::round(x / unit) * unit : x);
}

/// Lines no wider than the terminal.
class Plot {
 public:
  explicit Plot(Call& call)
      : call_(call), pen_(call.session.console.has_blocks()), width_(call.session.console.width()) {}

  void histogram(const Metric& metric) {
    title(metric.name, metric.labels);
    const std::vector<Row> rows = rows_of(metric);
    std::size_t label_width = 0, count_width = 0, mark_width = 0;
    std::uint64_t most = 0;
    for (const Row& row : rows) {
      label_width = std::max(label_width, columns(row.label));
      count_width = std::max(count_width, row.count.size());
      mark_width = std::max(mark_width, columns(row.marks));
      most = std::max(most, row.n);
    }
    if (mark_width > 0) mark_width += 1;
    const std::size_t used = label_width + 1 + 1 + 1 + count_width + mark_width;
    const std::size_t bar_width = width_ > used + least_bar ? width_ - used : least_bar;
    for (const Row& row : rows) {
      const double share = most > 0 ? static_cast<double>(row.n) / static_cast<double>(most) : 0;
      line(right(row.label, label_width) + " " + std::string(pen_.axis()),
           left(pen_.bar(share, bar_width), bar_width),
           " " + right(row.count, count_width) + " " + row.marks);
    }
    summary(metric);
  }

  void series(const std::vector<Metric>& all) {
    title(all.front().name, {});
    double lowest = 0, highest = 0;
    std::size_t label_width = 0, value_width = 0;
    for (const Metric& metric : all) {
      label_width = std::max(label_width, columns(label_text(metric.labels)));
      value_width = std::max(value_width, short_number(metric.value).size());
      if (!std::isfinite(metric.value)) continue;
      lowest = std::min(lowest, metric.value);
      highest = std::max(highest, metric.value);
    }
    label_width = std::min(label_width, std::max<std::size_t>(width_ * 2 / 5, 1));
    const std::size_t used = label_width + 1 + 1 + 1 + value_width;
    const std::size_t bar_width = width_ > used + least_bar ? width_ - used : least_bar;
    // Halves: the sum of two finite numbers need not be finite.
    const double range = highest / 2 - lowest / 2;
    const auto below =
        range > 0
            ? static_cast<std::size_t>(std::lround(-lowest / 2 / range * static_cast<double>(bar_width)))
            : 0;
    for (const Metric& metric : all) {
      const std::string label = cut(label_text(metric.labels), label_width, pen_.cut_mark());
      line(left(label, label_width) + (label_width > 0 ? " " : ""),
           bar_of(metric.value, range, below, bar_width),
           " " + right(short_number(metric.value), value_width));
    }
  }

 private:
  struct Row {
    std::string label;
    std::uint64_t n = 0;
    std::string count;
    std::string marks;
  };

  /// From the first bucket that holds something to the last, with the quantiles that lie in each.
  std::vector<Row> rows_of(const Metric& metric) const {
    std::vector<Row> rows;
    std::uint64_t below = 0;
    for (const auto& [bound, cumulative] : metric.buckets) {
      Row row{short_number(bound), cumulative - below, std::to_string(cumulative - below), {}};
      for (const double q : marked_quantiles) {
        const double rank = std::max(1.0, std::ceil(q * static_cast<double>(metric.count)));
        const bool is_here = static_cast<double>(below) < rank && rank <= static_cast<double>(cumulative);
        if (is_here) row.marks += (row.marks.empty() ? "" : " ") + quantile_name(q);
      }
      below = cumulative;
      if (row.n > 0 || !rows.empty()) rows.push_back(std::move(row));
    }
    while (!rows.empty() && rows.back().n == 0) rows.pop_back();
    return rows;
  }

  void title(const std::string& name, const Labels& labels) {
    const std::string text = printable(name + label_text(labels), false);
    call_.out.line(call_.session.console.bold(cut(text, width_, pen_.cut_mark())));
  }

  void summary(const Metric& metric) {
    const std::string totals = "count " + std::to_string(metric.count) + "  sum " + short_number(metric.sum);
    call_.out.line(cut(totals, width_, pen_.cut_mark()));
    std::string quantiles;
    for (const double q : marked_quantiles) {
      const auto value = metric.quantile(q);
      if (value) quantiles += (quantiles.empty() ? "" : "  ") + quantile_name(q) + " " + estimate(*value);
    }
    if (!quantiles.empty()) call_.out.line(cut(quantiles, width_, pen_.cut_mark()));
  }

  /// `{kind="io"}`, as it may be shown.
  std::string label_text(const Labels& labels) const {
    std::string text;
    for (const auto& [name, value] : labels)
      text.append(text.empty() ? "{" : ",").append(name).append("=").append(json::quoted(value));
    return text.empty() ? text : printable(text + "}", false);
  }

  /// `below` of the columns are for what is less than zero.
  std::string bar_of(double value, double range, std::size_t below, std::size_t width) const {
    const std::size_t above = width - below;
    const bool is_negative = value < 0;
    const std::size_t room = is_negative ? below : above;
    const double whole = range * static_cast<double>(room) / static_cast<double>(width);
    const double share = std::isinf(value) ? 1 : whole > 0 ? std::abs(value) / 2 / whole : 0;
    const std::string axis(pen_.axis());
    if (!is_negative) return std::string(below, ' ') + axis + left(pen_.bar(share, above), above);
    // Blocks begin at the left of a column, so a bar to the left has whole ones.
    const double whole_columns = std::round(share * static_cast<double>(below));
    return right(pen_.bar(whole_columns / static_cast<double>(std::max<std::size_t>(below, 1)), below),
                 below) +
           axis + std::string(above, ' ');
  }

  void line(const std::string& before, const std::string& bar, std::string after) {
    while (after.ends_with(' ')) after.pop_back();
    const std::size_t bar_columns = columns(bar),
                      rest = width_ > columns(before) ? width_ - columns(before) : 0;
    std::string text = before + call_.session.console.cyan(cut(bar, rest, pen_.cut_mark()));
    if (bar_columns < rest) text += cut(after, rest - bar_columns, pen_.cut_mark());
    call_.out.line(text);
  }

  Call& call_;
  const Pen pen_;
  const std::size_t width_;
};

/// Each series of a counter, where get_metric() adds them up.
std::vector<Metric> each_series(const Metrics& metrics, const std::string& name, std::vector<Label> labels) {
  std::sort(labels.begin(), labels.end());
  std::erase_if(labels, [](const Label& label) { return label.second.empty(); });
  std::vector<Metric> all;
  for (MetricReport& report : metrics.get_metrics(Glob(Glob::escape(name)))) {
    for (Metric& metric : report.series) {
      const std::vector<Label> own(metric.labels.begin(), metric.labels.end());
      if (std::includes(own.begin(), own.end(), labels.begin(), labels.end()))
        all.push_back(std::move(metric));
    }
  }
  return all;
}

}  // namespace

int plot(Call& call) {
  if (call.out.json()) return get(call);
  const std::string& name = call.args.positionals[0];
  const std::vector<Label> labels = labels_option(call);
  std::vector<Metric> found = call.session.metrics().get_metric(name, labels);
  if (found.empty()) return exit_status::no;
  Plot plot(call);
  if (found.front().type == MetricType::histogram) {
    plot.histogram(found.front());
    return exit_status::ok;
  }
  if (found.front().type == MetricType::counter) found = each_series(call.session.metrics(), name, labels);
  if (!found.empty()) plot.series(found);
  return found.empty() ? exit_status::no : exit_status::ok;
}

}  // namespace objectos::cli::metrics
