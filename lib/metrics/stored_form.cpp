#include "metrics/stored_form.hpp"

#include "metrics/number.hpp"

namespace objectos::metrics {
namespace {

template <class Each>
bool for_each_item(std::string_view text, Each each) {
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (!each(text.substr(0, comma))) return false;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return true;
}

}  // namespace

std::string stored_labels(const std::vector<std::string>& labels) {
  std::string text;
  for (const std::string& label : labels) {
    if (!text.empty()) text += ',';
    text += label;
  }
  return text;
}

std::string stored_bounds(const std::vector<double>& bounds) {
  std::string text;
  for (const double bound : bounds) {
    if (!text.empty()) text += ',';
    append_number(text, bound);
  }
  return text;
}

bool read_stored(MetricFamily& family, std::string_view type, std::optional<std::string_view> labels,
                 std::string_view bounds) {
  bool is_known = false;
  for (const MetricType known : {MetricType::counter, MetricType::gauge, MetricType::histogram}) {
    if (metric_type_name(known) != type) continue;
    family.type = known;
    is_known = true;
  }
  if (labels) {
    family.labels.emplace();
    for_each_item(*labels, [&](std::string_view label) {
      family.labels->emplace_back(label);
      return true;
    });
  }
  return is_known && for_each_item(bounds, [&](std::string_view text) {
           const auto bound = parse_number(text);
           if (bound) family.bounds.push_back(*bound);
           return bound.has_value();
         });
}

}  // namespace objectos::metrics
