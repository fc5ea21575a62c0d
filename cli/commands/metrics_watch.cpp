// metrics watch: values as they change.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <map>

#include "chart.hpp"
#include "child.hpp"
#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "language.hpp"
#include "live_screen.hpp"
#include "objectos/clock.hpp"
#include "objectos/json.hpp"
#include "text_width.hpp"

namespace objectos::cli::metrics {
namespace {

constexpr Millis usual_interval{2000};
constexpr Millis least_interval{100};
constexpr std::size_t most_seen = 20;

/// A series as this watch has seen it.
struct Seen {
  double value = 0;
  std::optional<double> rate;  // per second, since the look before
  std::deque<double> past;     // gauges: values, others: rates
  std::size_t look = 0;        // the last one that it was in
};

/// What is watched of a metric; of a histogram how many were observed.
double watched(const Metric& metric) {
  return metric.type == MetricType::histogram ? static_cast<double>(metric.count) : metric.value;
}

std::string label_text(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels)
    text.append(text.empty() ? "" : ",").append(name).append("=").append(json::quoted(value));
  return text;
}

struct Row {
  Metric metric;
  const Seen* seen;
};

class Watch {
 public:
  explicit Watch(Call& call)
      : call_(call),
        language_(call.session.lang),
        names_(call.pattern(0)),
        pen_(call.session.console.has_blocks()) {}

  /// Error(unavailable) if the store cannot be read.
  void look() {
    const auto now = Steady::now();
    const double seconds = std::chrono::duration<double>(now - looked_at_).count();
    std::vector<MetricReport> reports = call_.session.metrics().get_metrics(names_);
    looked_at_ = now;
    ++looks_;
    rows_.clear();
    for (MetricReport& report : reports) {
      for (Metric& metric : report.series) rows_.push_back({std::move(metric), nullptr});
    }
    for (Row& row : rows_) row.seen = &note(row.metric, seconds);
    std::erase_if(seen_, [this](const auto& one) { return one.second.look != looks_; });
  }

  /// A page for a screen of this size, and what there is to say about the last look.
  std::string page(Millis interval, const std::string& trouble) {
    const std::size_t width = call_.session.console.width(), height = call_.session.console.height();
    const std::string state = trouble.empty() ? format_time(Clock::system().now_ms()) : trouble;
    std::string out =
        call_.session.console.bold(
            cut(language_.text(Message("metrics.watch_head", "{{count}} series, every {{interval}}, q ends",
                                       {{"count", rows_.size()}, {"interval", format_duration(interval)}})) +
                    "  " + state,
                width, pen_.cut_mark())) +
        "\n";
    const std::size_t room = height > 2 ? height - 1 : 1;
    const std::size_t shown = rows_.size() <= room ? rows_.size() : room - 1;
    append_table(out, shown, width);
    if (shown < rows_.size()) {
      out += cut(language_.text(
                     Message("metrics.watch_more", "and {{count}} more", {{"count", rows_.size() - shown}})),
                 width, pen_.cut_mark()) +
             "\n";
    }
    return out;
  }

  /// For pipes: name, labels, value, change per second, with tabs between them, and an empty line behind.
  void print_plain() {
    for (const Row& row : rows_) {
      call_.out.line(call_.shown(row.metric.name) + "\t" + call_.shown(label_text(row.metric.labels)) + "\t" +
                     metric_number(watched(row.metric)) + "\t" +
                     (row.seen->rate ? metric_number(*row.seen->rate) : ""));
    }
    call_.out.line("");
  }

  void print_json() {
    const std::string time = json::quoted(format_time(Clock::system().now_ms()));
    for (const Row& row : rows_) {
      std::string& text = call_.out.buffer();
      append_metric_json(text, row.metric);
      text.pop_back();
      const auto& rate = row.seen->rate;
      text.append(",\"per_second\":").append(rate && std::isfinite(*rate) ? metric_number(*rate) : "null");
      text.append(",\"time\":").append(time);
      call_.out.line("}");
    }
  }

 private:
  const Seen& note(const Metric& metric, double seconds) {
    Seen& seen = seen_[metric.name + '\n' + label_text(metric.labels)];
    const double value = watched(metric);
    const bool is_gauge = metric.type == MetricType::gauge;
    seen.rate.reset();
    if (seen.look > 0 && seconds > 0) {
      // A counter that is smaller than before was reset, and has grown since.
      const double before = !is_gauge && value < seen.value ? 0 : seen.value;
      seen.rate = (value - before) / seconds;
    }
    if (is_gauge) seen.past.push_back(value);
    if (!is_gauge && seen.rate) seen.past.push_back(*seen.rate);
    if (seen.past.size() > most_seen) seen.past.pop_front();
    seen.value = value;
    seen.look = looks_;
    return seen;
  }

  /// Looks are never exactly so far apart as they should be: what that leaves behind the point is not worth
  /// reading.
  static std::string rate_text(double rate) {
    const bool is_large = std::abs(rate) >= 1;
    return short_number(is_large ? std::round(rate * 100) / 100 : rate);
  }

  /// Series, value, change, and what was seen; a rate of 0 would only draw the eye.
  void append_table(std::string& out, std::size_t shown, std::size_t width) const {
    struct Line {
      std::string series, value, rate;
      const std::deque<double>& past;
    };
    std::vector<Line> lines;
    Widths widths;
    for (std::size_t i = 0; i < shown; ++i) {
      const auto& [metric, seen] = rows_[i];
      const bool moves = seen->rate && *seen->rate != 0;
      const std::string labels = metric.labels.empty() ? "" : "{" + label_text(metric.labels) + "}";
      lines.push_back({printable(metric.name + labels, false), short_number(watched(metric)),
                       moves ? rate_text(*seen->rate) + "/s" : "", seen->past});
      widths.series = std::max(widths.series, columns(lines.back().series));
      widths.value = std::max(widths.value, lines.back().value.size());
      widths.rate = std::max(widths.rate, lines.back().rate.size());
    }
    widths.fit(width);
    for (const Line& line : lines) {
      const std::size_t last = std::min(line.past.size(), widths.sparkline);
      const std::vector<double> past(line.past.end() - static_cast<std::ptrdiff_t>(last), line.past.end());
      std::string text = left(cut(line.series, widths.series, pen_.cut_mark()), widths.series) + "  " +
                         right(line.value, widths.value) + "  " + right(line.rate, widths.rate) + "  " +
                         pen_.sparkline(past);
      while (text.ends_with(' ')) text.pop_back();
      out += cut(text, width, pen_.cut_mark()) + "\n";
    }
  }

  /// Columns with two blanks between them.
  struct Widths {
    std::size_t series = 0, value = 0, rate = 0, sparkline = most_seen;

    /// Where there is no room sparklines are shortened first, then series cut.
    void fit(std::size_t width) {
      const auto shrink = [&](std::size_t& column, std::size_t least) {
        const std::size_t used = series + value + rate + sparkline + 6;
        const std::size_t spare = column > least ? column - least : 0;
        if (used > width) column -= std::min(spare, used - width);
      };
      shrink(sparkline, 8);
      shrink(series, 24);
      shrink(sparkline, 0);
      shrink(series, 8);
    }
  };

  Call& call_;
  Language language_;
  const Glob names_;
  const Pen pen_;
  std::map<std::string, Seen> seen_;
  std::vector<Row> rows_;
  std::size_t looks_ = 0;
  Steady::time_point looked_at_{};
};

Millis interval_option(const Call& call) {
  const Millis interval = call.duration("--interval").value_or(usual_interval);
  if (interval >= least_interval) return interval;
  throw Error(Errc::usage, Message("metrics.watch_interval", "at least {{least}} lie between two looks",
                                   {{"least", format_duration(least_interval)}}))
      .at("--interval");
}

void show(Call& call, Watch& watch, const LiveScreen& screen, Millis interval, const std::string& trouble) {
  if (screen.has_screen()) {
    call.out.write(screen.drawn(watch.page(interval, trouble)));
  } else if (!trouble.empty()) {
    print_error(trouble + "\n");
  } else if (call.out.json()) {
    watch.print_json();
  } else {
    watch.print_plain();
  }
  call.out.flush();
}

}  // namespace

int watch(Call& call) {
  const Millis interval = interval_option(call);
  Watch watch(call);
  watch.look();  // if that fails, it is an error as with every other command
  LiveScreen screen(call.session.console.may_steer() && !call.out.json());
  std::string trouble;
  for (auto next = Steady::now();;) {
    show(call, watch, screen, interval, trouble);
    next = std::max(next + interval, Steady::now());
    LiveScreen::Event event = screen.wait(next);
    while (event == LiveScreen::Event::redraw) {
      if (screen.has_screen()) show(call, watch, screen, interval, trouble);
      event = screen.wait(next);
    }
    if (event == LiveScreen::Event::end) return exit_status::ok;
    try {
      watch.look();
      trouble.clear();
    } catch (const Error& error) {
      trouble = "objectos: metrics watch: " + printable(redact(error.what()), false);
    }
  }
}

}  // namespace objectos::cli::metrics
