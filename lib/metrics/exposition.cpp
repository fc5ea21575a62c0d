#include "metrics/exposition.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <utility>

#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "metrics/number.hpp"

namespace objectos::metrics {
namespace {

constexpr std::size_t piece_size = 64 * 1024;

void append_count(std::string& out, std::uint64_t n) {
  char digits[20];
  out.append(digits, std::to_chars(digits, std::end(digits), n).ptr);
}

/// A help text; OpenMetrics escapes quotes, too.
void append_help(std::string& out, std::string_view help, bool quotes) {
  for (const char c : help) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
}

void append_quoted(std::string& out, std::string_view name) {
  out += '"';
  append_escaped(out, name);
  out += '"';
}

/// Text 0.0.4 and OpenMetrics 1.0, which differ in little.
class TextWriter final : public Writer {
 public:
  TextWriter(bool openmetrics, MetricsEscaping escaping, const MetricsOptions& options,
             const MetricsSink& sink)
      : openmetrics_(openmetrics), escaping_(escaping), options_(options), sink_(sink) {}

  void family(const MetricFamily& family) override {
    family_ = family;
    has_begun_ = false;
    labels_are_plain_ =
        !family.labels || std::all_of(family.labels->begin(), family.labels->end(), is_plain_label_name);
    default_labels_.clear();
    for (const auto& [name, value] : default_labels_for(family, options_)) {
      if (!default_labels_.empty()) default_labels_ += ',';
      append_label(default_labels_, name, value);
    }
    std::string name = options_.prefix + family.name;
    if (family.type == MetricType::counter) name.resize(without_total(name).size());
    base_ = mapped_metric_name(name, escaping_);
    if (family.type == MetricType::histogram) {
      bucket_ = head(base_ + "_bucket");
      sum_ = head(base_ + "_sum");
      count_ = head(base_ + "_count");
      le_.clear();
      for (const double bound : family.bounds) append_bound(le_.emplace_back(), bound);
      le_.emplace_back("+Inf");
      cumulative_.assign(le_.size(), 0);
    } else {
      value_ = head(family.type == MetricType::counter ? base_ + "_total" : base_);
    }
  }

  void series(const SeriesView& series) override {
    if (!std::exchange(has_begun_, true)) begin_family();
    labels_.clear();
    if (labels_are_plain_) {
      labels_ = series.labels;
    } else {
      append_mapped_labels(series.labels);
    }
    if (!default_labels_.empty()) {
      if (!labels_.empty()) labels_ += ',';
      labels_ += default_labels_;
    }
    if (family_.type == MetricType::histogram) {
      histogram(series);
    } else {
      sample(value_, {});
      append_number(out_, series.value);
      out_ += '\n';
    }
    if (out_.size() >= piece_size) hand_on();
  }

  void finish() override {
    if (openmetrics_) out_ += "# EOF\n";
    hand_on();
  }

 private:
  /// What stands in front of the labels. A name that the format has no room for goes inside the braces.
  std::string head(const std::string& name) const {
    if (is_plain_metric_name(name)) return name + "{";
    std::string quoted = "{";
    append_quoted(quoted, name);
    return quoted + ",";
  }

  void append_label(std::string& out, std::string_view name, std::string_view value) const {
    const std::string mapped = mapped_label_name(name, escaping_);
    if (is_plain_label_name(mapped)) {
      out += mapped;
    } else {
      append_quoted(out, mapped);
    }
    out += "=\"";
    append_escaped(out, value);
    out += '"';
  }

  void append_mapped_labels(std::string_view labels) {
    for (LabelReader reader(labels); reader.next();) {
      if (!labels_.empty()) labels_ += ',';
      append_label(labels_, reader.name, unescaped(reader.value));
    }
  }

  void comment(std::string_view kind, std::string_view name) {
    out_.append("# ").append(kind).append(" ");
    if (is_plain_metric_name(name)) {
      out_ += name;
    } else {
      append_quoted(out_, name);
    }
    out_ += ' ';
  }

  /// Only once there is a series: some readers refuse a family without one.
  void begin_family() {
    const bool is_counter = family_.type == MetricType::counter;
    const std::string name = is_counter && !openmetrics_ ? base_ + "_total" : base_;
    if (openmetrics_) {
      type_line(name);
      if (!family_.unit.empty() && base_.ends_with("_" + family_.unit)) {
        comment("UNIT", name);
        out_.append(family_.unit).append("\n");
      }
      help_line(name);
    } else {
      help_line(name);
      type_line(name);
    }
  }

  void type_line(const std::string& name) {
    comment("TYPE", name);
    out_.append(metric_type_name(family_.type)).append("\n");
  }

  /// An empty help is as good as none, and readers complain about that.
  void help_line(const std::string& name) {
    comment("HELP", name);
    if (family_.help.empty()) {
      append_help(out_, family_.name, openmetrics_);
      out_.append(", a ").append(metric_type_name(family_.type));
    } else {
      append_help(out_, family_.help, openmetrics_);
    }
    out_ += '\n';
  }

  /// Everything of a sample but its value.
  void sample(std::string_view head, std::string_view le) {
    if (labels_.empty() && le.empty()) {
      out_ += head.substr(0, head.size() - 1);  // without the brace, or the comma behind a quoted name
      out_ += head.front() == '{' ? "} " : " ";
      return;
    }
    out_ += head;
    out_ += labels_;
    if (!le.empty()) {
      if (!labels_.empty()) out_ += ',';
      out_.append("le=\"").append(le).append("\"");
    }
    out_ += "} ";
  }

  void histogram(const SeriesView& series) {
    std::fill(cumulative_.begin(), cumulative_.end(), 0);
    double sum = 0;
    for (const HistogramCell& cell : series.cells) {
      cumulative_[std::min<std::size_t>(static_cast<std::size_t>(cell.bucket), cumulative_.size() - 1)] +=
          cell.count;
      sum += cell.sum;
    }
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < le_.size(); ++i) {
      count += cumulative_[i];
      sample(bucket_, le_[i]);
      append_count(out_, count);
      out_ += '\n';
    }
    // OpenMetrics forbids a sum beside a negative bound, one that is negative itself, and a count without a
    // sum.
    const bool has_negative_bound = !family_.bounds.empty() && family_.bounds.front() < 0;
    if (openmetrics_ && (has_negative_bound || !(sum >= 0))) return;
    sample(sum_, {});
    append_number(out_, sum);
    out_ += '\n';
    sample(count_, {});
    append_count(out_, count);
    out_ += '\n';
  }

  void hand_on() {
    sink_(out_);
    out_.clear();
  }

  const bool openmetrics_;
  const MetricsEscaping escaping_;
  const MetricsOptions& options_;
  const MetricsSink& sink_;
  std::string out_;
  // Of the present family:
  MetricFamily family_;
  bool has_begun_ = false;  // has a series
  bool labels_are_plain_ = true;
  std::string base_;                          // exported name, of a counter without _total
  std::string value_, bucket_, sum_, count_;  // heads of its samples
  std::string default_labels_;
  std::vector<std::string> le_;
  // Of the present series:
  std::string labels_;
  std::vector<std::uint64_t> cumulative_;
};

}  // namespace

Labels default_labels_for(const MetricFamily& family, const MetricsOptions& options) {
  Labels labels;
  for (const auto& label : options.default_labels) {
    const std::string name = mapped_label_name(label.first, MetricsEscaping::underscores);
    const bool is_own =
        family.labels && std::any_of(family.labels->begin(), family.labels->end(), [&](const auto& own) {
          return mapped_label_name(own, MetricsEscaping::underscores) == name;
        });
    if (!is_own && !label.second.empty()) labels.push_back(label);
  }
  return labels;
}

std::unique_ptr<Writer> make_writer(MetricsFormat format, MetricsEscaping escaping,
                                    const MetricsOptions& options, const MetricsSink& sink) {
  if (format == MetricsFormat::json) return make_json_writer(options, sink);
  return std::make_unique<TextWriter>(format == MetricsFormat::openmetrics, escaping, options, sink);
}

}  // namespace objectos::metrics
