#include "metrics/exposition_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "metrics/labels.hpp"
#include "metrics/number.hpp"
#include "objectos/log.hpp"

namespace objectos::metrics {
namespace {

using Type = ExpositionType;

/// What may follow the family's name in the names of its samples.
std::vector<std::string_view> endings(Type type, bool openmetrics) {
  switch (type) {
    case Type::counter:
      return openmetrics ? std::vector<std::string_view>{"_total", "_created"}
                         : std::vector<std::string_view>{""};
    case Type::histogram:
      return openmetrics ? std::vector<std::string_view>{"_bucket", "_sum", "_count", "_created"}
                         : std::vector<std::string_view>{"_bucket", "_sum", "_count"};
    case Type::summary:
      return openmetrics ? std::vector<std::string_view>{"", "_sum", "_count", "_created"}
                         : std::vector<std::string_view>{"", "_sum", "_count"};
    case Type::gaugehistogram: return {"_bucket", "_gsum", "_gcount"};
    case Type::info: return {"_info"};
    case Type::untyped:
    case Type::gauge:
    case Type::stateset: break;
  }
  return {""};
}

bool is_part(const ExpositionFamily& family, std::string_view sample_name, bool openmetrics) {
  if (!sample_name.starts_with(family.name)) return false;
  const std::string_view ending = sample_name.substr(family.name.size());
  const auto all = endings(family.type, openmetrics);
  return std::find(all.begin(), all.end(), ending) != all.end();
}

const std::string* find_label(const Sample& sample, std::string_view name) {
  for (const auto& [label, value] : sample.labels) {
    if (label == name) return &value;
  }
  return nullptr;
}

std::string text_of_labels(const Labels& labels, std::string_view without) {
  std::vector<std::pair<std::string_view, std::string_view>> sorted;
  for (const auto& [name, value] : labels) {
    if (name != without && !value.empty()) sorted.emplace_back(name, value);
  }
  std::sort(sorted.begin(), sorted.end());
  std::string text;
  for (const auto& [name, value] : sorted) {
    append_escaped(text, name);
    text += "=\"";
    append_escaped(text, value);
    text += "\",";
  }
  return text;
}

/// The value of le or quantile. OpenMetrics spells infinity in one way only.
std::optional<double> part_value(const std::string& text, bool openmetrics) {
  const auto value = parse_number(text);
  if (!value || std::isnan(*value)) return std::nullopt;
  if (openmetrics && std::isinf(*value) && text != "+Inf" && text != "-Inf") return std::nullopt;
  return value;
}

}  // namespace

std::optional<Type> exposition_type(std::string_view text, bool openmetrics) {
  if (text == "counter") return Type::counter;
  if (text == "gauge") return Type::gauge;
  if (text == "histogram") return Type::histogram;
  if (text == "summary") return Type::summary;
  if (text == (openmetrics ? "unknown" : "untyped")) return Type::untyped;
  if (!openmetrics) return std::nullopt;
  if (text == "gaugehistogram") return Type::gaugehistogram;
  if (text == "stateset") return Type::stateset;
  return text == "info" ? std::optional(Type::info) : std::nullopt;
}

std::string_view part_label(const ExpositionFamily& family, std::string_view sample_name) {
  const std::string_view ending = sample_name.substr(std::min(family.name.size(), sample_name.size()));
  const bool has_buckets = family.type == Type::histogram || family.type == Type::gaugehistogram;
  if (has_buckets && ending == "_bucket") return "le";
  if (family.type == Type::summary && ending.empty()) return "quantile";
  return family.type == Type::stateset ? std::string_view(family.name) : std::string_view();
}

std::string group_of(const ExpositionFamily& family, const Sample& sample) {
  return text_of_labels(sample.labels, part_label(family, sample.name));
}

bool looks_like_openmetrics(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text == "# EOF" || text.ends_with("\n# EOF");
}

// ---- lines
// ---------------------------------------------------------------------------------------------------

void ExpositionReader::fault_at(std::size_t line, std::size_t column, Message message) {
  report_({MetricsFinding::Severity::error, line, column, std::move(message)});
}

void ExpositionReader::fault(std::size_t column, Message message) {
  fault_at(line_, column, std::move(message));
}

void ExpositionReader::read(std::string_view text) {
  bool has_ended = false;
  while (!text.empty()) {
    ++line_;
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const bool is_ended = end != text.npos;
    text.remove_prefix(is_ended ? end + 1 : text.size());
    if (has_ended) {
      fault(1, Message("exposition.after_eof", "nothing may follow # EOF"));
      break;
    }
    try {
      ExpositionLine parsed = parse_exposition_line(line, openmetrics_);
      has_ended = std::holds_alternative<EndOfExposition>(parsed);
      if (!is_ended && !has_ended)
        fault(line.size() + 1, Message("exposition.no_newline", "the last line has no newline"));
      if (const auto* metadata = std::get_if<Metadata>(&parsed)) take(*metadata);
      if (auto* sample = std::get_if<Sample>(&parsed)) take(std::move(*sample));
    } catch (const SyntaxFault& error) {
      fault(error.column, error.message);
    }
  }
  end_family();
  if (openmetrics_ && !has_ended) {
    ++line_;
    fault(1, Message("exposition.no_eof", "# EOF is missing at the end"));
  }
}

void ExpositionReader::take(const Metadata& metadata) {
  if (!is_open_ || family_.name != metadata.name) begin_family(metadata.name);
  if (!family_.samples.empty())
    fault(1,
          Message("exposition.late_metadata", "TYPE, HELP and UNIT stand in front of the family's samples"));
  const auto once = [&](bool& has, const char* what) {
    if (has)
      fault(1, Message("exposition.metadata_twice", "{{what}} stands there twice for {{name}}",
                       {{"what", what}, {"name", printable(metadata.name)}}));
    has = true;
  };
  switch (metadata.kind) {
    case Metadata::Kind::type: {
      once(family_.has_type, "TYPE");
      const auto type = exposition_type(metadata.text, openmetrics_);
      if (type) {
        family_.type = *type;
      } else {
        fault(metadata.text_column, Message("exposition.type", "\"{{text}}\" is no type of metrics",
                                            {{"text", printable(metadata.text)}}));
      }
      return;
    }
    case Metadata::Kind::help:
      once(family_.has_help, "HELP");
      family_.help = metadata.text;
      return;
    case Metadata::Kind::unit:
      once(family_.has_unit, "UNIT");
      family_.unit = metadata.text;
      family_.unit_line = line_;
      family_.unit_column = metadata.text_column;
  }
}

void ExpositionReader::take(Sample&& sample) {
  if (!is_open_ || !is_part(family_, sample.name, openmetrics_)) {
    if (is_open_ && family_.name == sample.name && family_.has_type) {
      fault(1, Message("exposition.sample_name",
                       "{{name}} is no name for a sample of this type: it needs an ending such as {{ending}}",
                       {{"name", printable(sample.name)},
                        {"ending", endings(family_.type, openmetrics_).front()}}));
      return;
    }
    begin_family(sample.name);
  }
  check_sample(sample);
  check_order(sample);
  family_.samples.push_back({std::move(sample), line_});
}

// ---- families
// --------------------------------------------------------------------------------------------------

void ExpositionReader::begin_family(const std::string& name) {
  end_family();
  family_ = {};
  family_.name = name;
  family_.line = line_;
  is_open_ = true;
  seen_series_.clear();
  seen_groups_.clear();
  group_series_.clear();
  group_.clear();
  group_timestamp_.reset();
  is_repeated_ = !seen_families_.insert(name).second;
  if (is_repeated_)
    fault(1, Message("exposition.family_again", "{{name}} was there before: a family is one block",
                     {{"name", printable(name)}}));
}

void ExpositionReader::end_family() {
  if (!is_open_) return;
  is_open_ = false;
  check_names();
  if (!family_.unit.empty()) {
    if (!family_.name.ends_with("_" + family_.unit))
      fault_at(family_.unit_line, family_.unit_column,
               Message("exposition.unit_name", "the name does not end with _{{unit}}",
                       {{"unit", printable(family_.unit)}}));
    if (family_.type == Type::info || family_.type == Type::stateset)
      fault_at(family_.unit_line, family_.unit_column,
               Message("exposition.unit_type", "metrics of this type have no unit"));
  }
  if (family_.type == Type::histogram || family_.type == Type::gaugehistogram)
    check_histogram(family_, openmetrics_, [this](std::size_t line, std::size_t column, Message message) {
      fault_at(line, column, std::move(message));
    });
  visit_(family_);
}

/// No family may be called as a part of another.
void ExpositionReader::check_names() {
  std::vector<std::string_view> all = endings(family_.type, openmetrics_);
  if (std::find(all.begin(), all.end(), "") == all.end()) all.emplace_back("");
  for (const std::string_view ending : all) {
    const std::string name = family_.name + std::string(ending);
    if (seen_names_.insert(name).second || is_repeated_) continue;
    fault_at(family_.line, 1,
             Message("exposition.clash", "the name {{name}} belongs to another family, too",
                     {{"name", printable(name)}}));
  }
}

// ---- samples
// ---------------------------------------------------------------------------------------------------

void ExpositionReader::check_sample(const Sample& sample) {
  const std::string_view ending = std::string_view(sample.name).substr(family_.name.size());
  const Type type = family_.type;
  const double value = sample.value;
  const auto wrong = [&](const char* id, const char* english) {
    fault(sample.value_column, Message(id, english));
  };
  const auto one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), ending) != names.end();
  };

  if (const std::string_view part = part_label(family_, sample.name); part == "le" || part == "quantile") {
    const std::string* text = find_label(sample, part);
    const auto number = text ? part_value(*text, openmetrics_) : std::nullopt;
    if (!number) {
      fault(1,
            Message("exposition.part", "the label {{name}} must be there and be a number", {{"name", part}}));
    } else if (part == "quantile" && !(*number >= 0 && *number <= 1)) {
      fault(1, Message("exposition.quantile", "a quantile is from 0 to 1"));
    }
  }
  const bool is_histogram = type == Type::histogram || type == Type::gaugehistogram;
  const bool is_count = ((is_histogram && one_of({"_bucket", "_count", "_gcount"})) ||
                         (type == Type::summary && ending == "_count"));
  if (is_count && (openmetrics_ || is_histogram) &&
      !(value >= 0 && value == std::floor(value) && std::isfinite(value)))
    wrong("exposition.count", "a count is a whole number from 0 up");
  if (!openmetrics_) return;

  const bool is_sum = (type == Type::histogram || type == Type::summary) && ending == "_sum";
  if ((is_sum || (type == Type::counter && ending == "_total")) && !(value >= 0))
    wrong("exposition.negative", "this value can only grow from 0: it must not be negative or NaN");
  if (ending == "_gsum" && std::isnan(value)) wrong("exposition.nan_sum", "a sum must not be NaN");
  if (type == Type::summary && ending.empty() && value < 0)
    wrong("exposition.negative_quantile", "the value of a quantile must not be negative");
  if (type == Type::info && value != 1) wrong("exposition.info", "the value of an info metric is 1");
  if (type == Type::stateset) {
    if (value != 0 && value != 1) wrong("exposition.state", "the value of a state is 0 or 1");
    if (!find_label(sample, family_.name))
      fault(1, Message("exposition.state_label", "a state set needs a label that is called like it"));
  }
  if (sample.exemplar) {
    const bool may_have =
        (type == Type::counter && ending == "_total") || (is_histogram && ending == "_bucket");
    if (!may_have)
      fault(sample.exemplar->column,
            Message("exposition.exemplar", "only counters and buckets have exemplars"));
    if (sample.exemplar->characters > 128)
      fault(sample.exemplar->column,
            Message("exposition.long_exemplar", "the labels of an exemplar have at most 128 characters"));
  }
}

void ExpositionReader::check_order(const Sample& sample) {
  const auto twice = [&] { fault(1, Message("exposition.series_twice", "this series stands there twice")); };
  std::string series = sample.name + '{' + text_of_labels(sample.labels, {});
  if (!openmetrics_) {
    if (sample.timestamp) series += '@' + metric_number(*sample.timestamp);
    if (!seen_series_.insert(std::move(series)).second) twice();
    return;
  }
  const std::string group = family_.type == Type::info ? std::string() : group_of(family_, sample);
  const bool is_same = !family_.samples.empty() && group == group_;
  if (!is_same) {
    if (!seen_groups_.insert(group).second)
      fault(1, Message("exposition.interleaved", "the samples of one metric do not stand together"));
    group_ = group;
    group_series_.clear();
  } else {
    if (sample.timestamp.has_value() != group_timestamp_.has_value())
      fault(sample.timestamp_column, Message("exposition.some_timestamps",
                                             "either all samples of a metric have a time stamp or none"));
    else if (sample.timestamp && *sample.timestamp < *group_timestamp_)
      fault(sample.timestamp_column, Message("exposition.backwards", "time stamps must not go backwards"));
  }
  group_timestamp_ = sample.timestamp;
  const auto [known, is_new] = group_series_.emplace(std::move(series), sample.timestamp);
  if (is_new) return;
  if (known->second == sample.timestamp) twice();
  known->second = sample.timestamp;
}

// ---- histograms
// ------------------------------------------------------------------------------------------------

namespace {

/// What stands there of one histogram, at one time.
struct Histogram {
  std::size_t line = 1;
  std::optional<double> bound, in_bucket, count, sum, gsum;
  bool has_negative_bound = false;
};

}  // namespace

void check_histogram(const ExpositionFamily& family, bool openmetrics,
                     const std::function<void(std::size_t, std::size_t, Message)>& fault) {
  std::map<std::string, Histogram> histograms;
  for (const auto& [sample, line] : family.samples) {
    std::string group = group_of(family, sample);
    if (sample.timestamp) group += '@' + metric_number(*sample.timestamp);
    Histogram& histogram = histograms[group];
    histogram.line = line;
    const std::string_view ending = std::string_view(sample.name).substr(family.name.size());
    if (ending == "_count" || ending == "_gcount") histogram.count = sample.value;
    if (ending == "_sum") histogram.sum = sample.value;
    if (ending == "_gsum") histogram.gsum = sample.value;
    if (ending != "_bucket") continue;
    const std::string* le = find_label(sample, "le");
    const auto bound = le ? part_value(*le, openmetrics) : std::nullopt;
    if (!bound) continue;  // has been reported
    if (histogram.bound && *bound <= *histogram.bound)
      fault(line, 1, Message("exposition.bound_order", "the bounds of buckets must ascend"));
    if (histogram.in_bucket && sample.value < *histogram.in_bucket)
      fault(line, sample.value_column,
            Message("exposition.not_cumulative", "a bucket holds fewer than the one below it"));
    histogram.bound = bound;
    histogram.in_bucket = sample.value;
    histogram.has_negative_bound = histogram.has_negative_bound || *bound < 0;
  }
  for (const auto& [group, histogram] : histograms) {
    const bool has_sum = histogram.sum || histogram.gsum;
    const auto wrong = [&fault, line = histogram.line](Message message) { fault(line, 1, std::move(message)); };
    if (histogram.bound != std::numeric_limits<double>::infinity()) {
      wrong(Message("exposition.no_inf", "the bucket +Inf is missing"));
    } else if (histogram.count && *histogram.count != *histogram.in_bucket) {
      wrong(Message("exposition.other_count", "the count differs from the bucket +Inf"));
    }
    if (has_sum != histogram.count.has_value() || (!openmetrics && !has_sum))
      wrong(Message("exposition.sum_and_count", "a histogram has both a sum and a count"));
    if (openmetrics && histogram.has_negative_bound && histogram.sum)
      wrong(Message("exposition.sum_negative", "a histogram with negative bounds has no sum"));
    if (openmetrics && !histogram.has_negative_bound && histogram.gsum && *histogram.gsum < 0)
      wrong(Message("exposition.gsum_negative", "without negative bounds the sum is not negative"));
  }
}

}  // namespace objectos::metrics
