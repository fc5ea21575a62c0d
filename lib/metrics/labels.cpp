#include "metrics/labels.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "metrics/names.hpp"
#include "objectos/log.hpp"

namespace objectos::metrics {
namespace {

/// `sorted` by name.
void check_distinct(const std::vector<Label>& sorted) {
  std::vector<std::pair<std::string, std::string_view>> written;
  for (const auto& [name, value] : sorted)
    written.emplace_back(mapped_label_name(name, MetricsEscaping::underscores), name);
  std::sort(written.begin(), written.end());
  for (std::size_t i = 1; i < written.size(); ++i) {
    if (written[i].first != written[i - 1].first) continue;
    if (written[i].second == written[i - 1].second)
      throw Error(Errc::usage, Message("metrics.label_twice", "the label {{name}} is given twice",
                                       {{"name", written[i].second}}));
    throw Error(
        Errc::data,
        Message("metrics.label_collision", "the labels {{one}} and {{other}} are both exported as {{name}}",
                {{"one", written[i - 1].second}, {"other", written[i].second}, {"name", written[i].first}}));
  }
}

}  // namespace

void check_label_value(const Label& label) {
  if (label.second.size() > max_label_bytes) {
    throw Error(
        Errc::usage,
        Message("metrics.long_label", "the value of label {{name}} has {{size}} bytes; {{most}} are allowed",
                {{"name", label.first}, {"size", label.second.size()}, {"most", max_label_bytes}}));
  }
  if (utf8::valid_prefix(label.second) != label.second.size()) {
    throw Error(Errc::usage, Message("metrics.label_utf8", "the value of label {{name}} is not valid UTF-8",
                                     {{"name", label.first}}));
  }
}

void append_escaped(std::string& out, std::string_view value) {
  for (;;) {
    std::size_t plain = 0;
    while (plain < value.size() && value[plain] != '\\' && value[plain] != '"' && value[plain] != '\n')
      ++plain;
    out.append(value.substr(0, plain));
    if (plain == value.size()) return;
    out += '\\';
    out += value[plain] == '\n' ? 'n' : value[plain];
    value.remove_prefix(plain + 1);
  }
}

CheckedLabels check_labels(LabelList labels) {
  std::vector<Label> sorted(labels.begin(), labels.end());
  for (const Label& label : sorted) {
    check_label_name(label.first);
    check_label_value(label);
  }
  std::sort(sorted.begin(), sorted.end());
  check_distinct(sorted);
  CheckedLabels checked;
  for (const auto& [name, value] : sorted) {
    checked.names.emplace_back(name);
    if (value.empty()) continue;
    if (!checked.text.empty()) checked.text += ',';
    checked.text.append(name).append("=\"");
    append_escaped(checked.text, value);
    checked.text += '"';
  }
  return checked;
}

bool LabelReader::next() {
  if (rest_.empty()) return false;
  const std::size_t equals = std::min(rest_.find('='), rest_.size());
  name = rest_.substr(0, equals);
  std::size_t end = equals + 2;  // behind the quote
  while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
  end = std::min(end, rest_.size());
  value = rest_.substr(std::min(equals + 2, end), end - std::min(equals + 2, end));
  rest_.remove_prefix(std::min(end + 2, rest_.size()));  // the quote and the comma
  return true;
}

std::string unescaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      out += value[i];
    } else {
      ++i;
      out += value[i] == 'n' ? '\n' : value[i];
    }
  }
  return out;
}

Labels labels_of(std::string_view text) {
  Labels labels;
  for (LabelReader reader(text); reader.next();) labels.emplace_back(reader.name, unescaped(reader.value));
  return labels;
}

}  // namespace objectos::metrics
