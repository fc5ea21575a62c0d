#include "metrics/alert_template.hpp"

#include <algorithm>

#include "metrics/names.hpp"
#include "objectos/error.hpp"

namespace objectos::metrics {
namespace {

constexpr std::string_view value_hole = "$value";
constexpr std::string_view label_hole = "$labels.";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

bool is_hole(std::string_view inside) {
  const bool is_label = inside.starts_with(label_hole) && inside.size() > label_hole.size() &&
                        inside.find_first_of(" {}|()\"") == inside.npos;
  return inside == value_hole || is_label;
}

/// The text with each hole replaced by what `fill` makes of its inside.
template <class Fill>
std::string with_holes(std::string_view text, Fill fill) {
  std::string out;
  for (std::size_t open; (open = text.find("{{")) != text.npos;) {
    const std::size_t close = text.find("}}", open);
    out += text.substr(0, open);
    out += fill(trimmed(text.substr(open + 2, std::min(close, text.size()) - open - 2)), close != text.npos);
    text.remove_prefix(close == text.npos ? text.size() : close + 2);
  }
  return out.append(text);
}

}  // namespace

void check_template(std::string_view text) {
  with_holes(text, [](std::string_view inside, bool is_closed) {
    if (is_closed && is_hole(inside)) return "";
    throw Error(Errc::usage, Message("alerts.template",
                                     "\"{{hole}}\" is not known: a text may hold {{value}} and {{label}}",
                                     {{"hole", "{{ " + std::string(inside) + " }}"},
                                      {"value", "{{ $value }}"},
                                      {"label", "{{ $labels.NAME }}"}}));
  });
}

std::string fill_template(std::string_view text, double value, const Labels& labels) {
  return with_holes(text, [&](std::string_view inside, bool) {
    if (inside == value_hole) return metric_number(value);
    const std::string_view name = inside.substr(label_hole.size());
    const auto label =
        std::find_if(labels.begin(), labels.end(), [&](const auto& known) { return known.first == name; });
    return label == labels.end() ? std::string() : label->second;
  });
}

std::string exported_template(std::string_view text) {
  return with_holes(text, [](std::string_view inside, bool) {
    std::string hole = "{{ ";
    if (inside == value_hole) {
      hole += inside;
    } else {
      hole += label_hole;
      hole += mapped_label_name(inside.substr(label_hole.size()), MetricsEscaping::underscores);
    }
    return hole + " }}";
  });
}

}  // namespace objectos::metrics
