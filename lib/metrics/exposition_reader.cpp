#include "metrics/exposition_reader.hpp"

#include <algorithm>
#include <array>

#include "metrics/labels.hpp"
#include "objectos/log.hpp"

namespace objectos::metrics {
namespace {

using Type = ExpositionType;

constexpr std::string_view nothing[] = {""};
constexpr std::string_view of_counter[] = {"_total", "_created"};
constexpr std::string_view of_histogram[] = {"_bucket", "_sum", "_count", "_created"};
constexpr std::string_view of_summary[] = {"", "_sum", "_count", "_created"};
constexpr std::string_view of_gaugehistogram[] = {"_bucket", "_gsum", "_gcount"};
constexpr std::string_view of_info[] = {"_info"};

/// Only OpenMetrics knows _created, which is last.
std::span<const std::string_view> known(std::span<const std::string_view> endings, bool openmetrics) {
  return endings.first(endings.size() - (openmetrics ? 0 : 1));
}

/// What a sample of that name has behind the family's; nothing if it is no part of it.
std::optional<std::string_view> ending_of(const ExpositionFamily& family, std::string_view sample_name,
                                          bool openmetrics) {
  if (!sample_name.starts_with(family.name)) return std::nullopt;
  const std::string_view ending = sample_name.substr(family.name.size());
  const auto all = sample_endings(family.type, openmetrics);
  return std::find(all.begin(), all.end(), ending) == all.end() ? std::nullopt : std::optional(ending);
}

}  // namespace

std::span<const std::string_view> sample_endings(Type type, bool openmetrics) {
  switch (type) {
    case Type::counter: return openmetrics ? std::span<const std::string_view>(of_counter) : nothing;
    case Type::histogram: return known(of_histogram, openmetrics);
    case Type::summary: return known(of_summary, openmetrics);
    case Type::gaugehistogram: return of_gaugehistogram;
    case Type::info: return of_info;
    case Type::untyped:
    case Type::gauge:
    case Type::stateset: break;
  }
  return nothing;
}

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

std::string_view part_label(const ExpositionFamily& family, std::string_view ending) {
  const bool has_buckets = family.type == Type::histogram || family.type == Type::gaugehistogram;
  if (has_buckets && ending == "_bucket") return "le";
  if (family.type == Type::summary && ending.empty()) return "quantile";
  return family.type == Type::stateset ? std::string_view(family.name) : std::string_view();
}

const std::string* find_label(const Sample& sample, std::string_view name) {
  for (const auto& [label, value] : sample.labels) {
    if (label == name) return &value;
  }
  return nullptr;
}

void write_labels(std::string& out, const Sample& sample, std::string_view without) {
  out.clear();
  const auto append = [&](const Labels::value_type& label) {
    if (label.first == without || label.second.empty()) return;
    if (!out.empty()) out += ',';
    append_escaped(out, label.first);
    out += "=\"";
    append_escaped(out, label.second);
    out += '"';
  };
  const auto before = [](const auto& one, const auto& other) { return one.first < other.first; };
  if (std::is_sorted(sample.labels.begin(), sample.labels.end(), before)) {
    for (const auto& label : sample.labels) append(label);
    return;
  }
  Labels sorted = sample.labels;
  std::sort(sorted.begin(), sorted.end(), before);
  for (const auto& label : sorted) append(label);
}

bool looks_like_openmetrics(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text == "# EOF" || text.ends_with("\n# EOF");
}

// ---- lines
// ---------------------------------------------------------------------------------------------------

void ExpositionReader::fault(std::size_t column, Message message) {
  visitor_.finding({MetricsFinding::Severity::error, line_, column, std::move(message)});
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
      const ExpositionLine parsed = parse_exposition_line(line, openmetrics_);
      has_ended = std::holds_alternative<EndOfExposition>(parsed);
      if (!is_ended && !has_ended)
        fault(line.size() + 1, Message("exposition.no_newline", "the last line has no newline"));
      if (const auto* metadata = std::get_if<Metadata>(&parsed)) take(*metadata);
      if (const auto* sample = std::get_if<Sample>(&parsed)) take(*sample, line);
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
  if (family_.samples > 0)
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
        fault(metadata.text_column, Message("exposition.type", "\"{{text}}\" is not a type of metrics",
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

void ExpositionReader::take(const Sample& sample, std::string_view text) {
  auto ending = is_open_ ? ending_of(family_, sample.name, openmetrics_) : std::nullopt;
  if (!ending) {
    if (is_open_ && family_.name == sample.name && family_.has_type) {
      fault(1, Message("exposition.sample_name",
                       "{{name}} is no name for a sample of this type: it needs an ending such as {{ending}}",
                       {{"name", printable(sample.name)},
                        {"ending", sample_endings(family_.type, openmetrics_).front()}}));
      return;
    }
    begin_family(sample.name);
    ending = "";
  }
  write_labels(labels_, sample, {});
  std::string_view group = labels_;
  if (const std::string_view part = part_label(family_, *ending); !part.empty()) {
    write_labels(group_, sample, part);
    group = group_;
  }
  visitor_.sample(family_, {sample, line_, text, *ending, labels_, group});
  ++family_.samples;
}

// ---- families
// --------------------------------------------------------------------------------------------------

void ExpositionReader::begin_family(const std::string& name) {
  end_family();
  family_ = {};
  family_.name = name;
  family_.line = line_;
  is_open_ = true;
  visitor_.begin(family_);
}

void ExpositionReader::end_family() {
  if (!is_open_) return;
  is_open_ = false;
  visitor_.end(family_);
}

}  // namespace objectos::metrics
