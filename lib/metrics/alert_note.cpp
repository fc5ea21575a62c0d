#include "metrics/alert_note.hpp"

#include <algorithm>

#include "metrics/number.hpp"

namespace objectos::metrics {
namespace {

/// Of the form of the text.
constexpr std::string_view version = "1";
constexpr std::size_t fixed_fields = 2 + 5 + 2 * 5;  // in front of the samples

void append(std::string& out, double x) {
  out += ' ';
  append_number(out, x);
}

void append(std::string& out, std::int64_t n) {
  out.append(" ").append(std::to_string(n));
}

/// The numbers of a text, or nothing if there is anything else in it.
std::optional<std::vector<double>> numbers_of(std::string_view text) {
  std::vector<double> numbers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const auto number = parse_number(text.substr(0, end));
    if (!number) return std::nullopt;
    numbers.push_back(*number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return numbers;
}

/// Takes numbers one by one. Times in ms are whole and far below 2^53.
class Fields {
 public:
  explicit Fields(std::vector<double> numbers) : numbers_(std::move(numbers)) {}
  bool has_more() const noexcept { return at_ < numbers_.size(); }
  double number() { return numbers_[at_++]; }
  std::int64_t whole() {
    constexpr double most = 9e15;
    const double x = number();
    return x >= -most && x <= most ? static_cast<std::int64_t>(x) : 0;
  }
  bool flag() { return number() != 0; }

 private:
  std::vector<double> numbers_;
  std::size_t at_ = 0;
};

}  // namespace

bool AlertNote::is_over(std::int64_t now, Millis repeat) const noexcept {
  return state == AlertState::inactive && samples.empty() &&
         std::all_of(told.begin(), told.end(), [&](const Told& way) {
           return !way.is_open && way.claim == 0 && (way.at == 0 || now - way.at >= repeat.count());
         });
}

std::string text_of(const AlertNote& note) {
  std::string text(version);
  append(text, static_cast<std::int64_t>(note.state));
  append(text, note.value);
  for (const std::int64_t time :
       {note.active_since, note.firing_since, note.resolved_at, note.false_since, note.checked_at})
    append(text, time);
  for (const AlertNote::Told& told : note.told) {
    append(text, told.at);
    append(text, std::int64_t{told.is_open});
    append(text, told.claim);
    append(text, std::int64_t{told.says_firing});
    append(text, told.until);
  }
  for (const AlertSample& sample : note.samples) {
    append(text, sample.at);
    append(text, sample.value);
    append(text, sample.lost);
  }
  return text;
}

std::optional<AlertNote> note_of(std::string_view text) {
  if (!text.starts_with(version) || !text.substr(version.size()).starts_with(' ')) return std::nullopt;
  auto numbers = numbers_of(text.substr(version.size() + 1));
  if (!numbers || numbers->size() < fixed_fields || (numbers->size() - fixed_fields) % 3 != 0)
    return std::nullopt;
  Fields fields(std::move(*numbers));
  AlertNote note;
  const std::int64_t state = fields.whole();
  if (state < 0 || state > static_cast<std::int64_t>(AlertState::firing)) return std::nullopt;
  note.state = static_cast<AlertState>(state);
  note.value = fields.number();
  for (std::int64_t* time :
       {&note.active_since, &note.firing_since, &note.resolved_at, &note.false_since, &note.checked_at})
    *time = fields.whole();
  for (AlertNote::Told& told : note.told) {
    told.at = fields.whole();
    told.is_open = fields.flag();
    told.claim = fields.whole();
    told.says_firing = fields.flag();
    told.until = fields.whole();
  }
  while (fields.has_more()) {
    AlertSample& sample = note.samples.emplace_back();
    sample.at = fields.whole();
    sample.value = fields.number();
    sample.lost = fields.number();
  }
  return note;
}

std::string note_key(std::string_view rule, std::string_view metric, std::string_view labels) {
  return std::string(rule).append("\n").append(metric).append("\n").append(labels);
}

NoteKey parts_of_key(std::string_view key) {
  NoteKey parts;
  for (std::string_view* part : {&parts.rule, &parts.metric}) {
    const std::size_t end = std::min(key.find('\n'), key.size());
    *part = key.substr(0, end);
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  parts.labels = key;
  return parts;
}

}  // namespace objectos::metrics
