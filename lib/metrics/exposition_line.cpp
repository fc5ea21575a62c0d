#include "metrics/exposition_line.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "metrics/names.hpp"
#include "metrics/number.hpp"
#include "objectos/log.hpp"

namespace objectos::metrics {
namespace {

class LineParser {
 public:
  LineParser(std::string_view line, bool openmetrics) : line_(line), openmetrics_(openmetrics) {}

  ExpositionLine run() {
    if (const std::size_t valid = utf8::valid_prefix(line_); valid != line_.size())
      fail(valid, Message("exposition.utf8", "this is not valid UTF-8"));
    if (line_.starts_with("\xEF\xBB\xBF"))
      fail(0, Message("exposition.bom", "a byte order mark does not belong here"));
    if (openmetrics_) {
      if (line_.empty()) fail(0, Message("exposition.blank_line", "OpenMetrics has no blank lines"));
      if (line_ == "# EOF") return EndOfExposition{};
      if (line_[0] == '#') return strict_metadata();
      return sample();
    }
    skip_blanks();
    if (at_end()) return NothingToRead{};
    return line_[at_] == '#' ? loose_metadata() : sample();
  }

 private:
  [[noreturn]] void fail(std::size_t at, Message message) const {
    throw SyntaxFault{at + 1, std::move(message)};
  }
  bool at_end() const { return at_ == line_.size(); }
  char peek() const { return at_end() ? '\0' : line_[at_]; }
  bool is_blank() const { return !at_end() && (line_[at_] == ' ' || line_[at_] == '\t'); }
  void skip_blanks() {
    while (is_blank()) ++at_;
  }

  /// Between two tokens: OpenMetrics has exactly one space there, 0.0.4 any blanks.
  void expect_space(Message missing) {
    if (openmetrics_) {
      if (peek() != ' ' || at_end()) fail(at_, std::move(missing));
      ++at_;
      if (is_blank())
        fail(at_, Message("exposition.one_space", "OpenMetrics has exactly one space between tokens"));
      return;
    }
    if (!is_blank()) fail(at_, std::move(missing));
    skip_blanks();
  }

  // ---- metadata

  ExpositionLine strict_metadata() {
    for (const auto& [word, kind] :
         {std::pair("# TYPE ", Metadata::Kind::type), std::pair("# HELP ", Metadata::Kind::help),
          std::pair("# UNIT ", Metadata::Kind::unit)}) {
      if (!line_.starts_with(word)) continue;
      at_ = std::string_view(word).size();
      return metadata(kind);
    }
    fail(0, Message("exposition.comment",
                    "OpenMetrics has no comments beside # TYPE, # HELP, # UNIT and # EOF"));
  }

  /// Blanks may stand around the word; another word makes a comment.
  ExpositionLine loose_metadata() {
    ++at_;
    skip_blanks();
    const std::string_view word = token();
    if (word != "TYPE" && word != "HELP") return NothingToRead{};
    skip_blanks();
    return metadata(word == "TYPE" ? Metadata::Kind::type : Metadata::Kind::help);
  }

  ExpositionLine metadata(Metadata::Kind kind) {
    Metadata metadata{kind, {}, {}, 1};
    metadata.name = peek() == '"' ? quoted() : metric_name();
    if (!openmetrics_ && at_end() && kind == Metadata::Kind::help) {
      metadata.text_column = at_ + 1;
      return metadata;
    }
    if (openmetrics_) {
      if (peek() != ' ') fail(at_, missing_text(kind));
      ++at_;
    } else {
      expect_space(missing_text(kind));
    }
    metadata.text_column = at_ + 1;
    if (kind == Metadata::Kind::help) {
      metadata.text = help_text();
      return metadata;
    }
    metadata.text = token();
    if (metadata.text.empty() && kind == Metadata::Kind::type) fail(at_, missing_text(kind));
    if (!openmetrics_) skip_blanks();
    if (!at_end()) fail(at_, Message("exposition.more", "nothing may follow here"));
    return metadata;
  }

  static Message missing_text(Metadata::Kind kind) {
    switch (kind) {
      case Metadata::Kind::type: return Message("exposition.no_type", "the type is missing");
      case Metadata::Kind::unit: return Message("exposition.no_unit", "the unit is missing");
      case Metadata::Kind::help: break;
    }
    return Message("exposition.no_help", "the help text is missing");
  }

  /// OpenMetrics takes a backslash before any other character for itself, 0.0.4's readers refuse it.
  std::string help_text() {
    std::string text;
    for (; !at_end(); ++at_) {
      if (line_[at_] != '\\') {
        text += line_[at_];
      } else {
        append_escape(text, openmetrics_);
      }
    }
    return text;
  }

  // ---- samples

  ExpositionLine sample() {
    Sample sample;
    if (peek() != '{') {
      sample.name = metric_name();
      if (!openmetrics_) skip_blanks();
    }
    if (peek() == '{') {
      sample.labels = labels(&sample.name);
      if (sample.name.empty()) fail(0, Message("exposition.no_name", "a metric name is missing"));
      // 0.0.4 needs nothing between a brace and a number.
      if (openmetrics_) expect_space(Message("exposition.space", "a space is missing"));
    } else if (openmetrics_) {
      expect_space(Message("exposition.name_end", "a space or { must follow the name"));
    }
    if (!openmetrics_) skip_blanks();
    sample.value_column = at_ + 1;
    sample.value = number();
    if (!openmetrics_) skip_blanks();
    if (at_end()) return sample;
    if (openmetrics_) expect_space(Message("exposition.more", "nothing may follow here"));
    if (peek() != '#' || !openmetrics_) {
      sample.timestamp_column = at_ + 1;
      sample.timestamp = timestamp();
      if (!openmetrics_) skip_blanks();
      if (at_end()) return sample;
      if (!openmetrics_) fail(at_, Message("exposition.more", "nothing may follow here"));
      expect_space(Message("exposition.more", "nothing may follow here"));
    }
    sample.exemplar = exemplar();
    return sample;
  }

  /// ` # {labels} number [timestamp]`
  Exemplar exemplar() {
    Exemplar exemplar{at_ + 1, 0};
    if (peek() != '#') fail(at_, Message("exposition.more", "nothing may follow here"));
    ++at_;
    expect_space(Message("exposition.space", "a space is missing"));
    if (peek() != '{')
      fail(at_, Message("exposition.exemplar_labels", "an exemplar begins with { and its labels"));
    for (const auto& [name, value] : labels(nullptr))
      exemplar.characters += utf8::count_characters(name) + utf8::count_characters(value);
    expect_space(Message("exposition.space", "a space is missing"));
    number();
    if (at_end()) return exemplar;
    expect_space(Message("exposition.more", "nothing may follow here"));
    timestamp();
    if (!at_end()) fail(at_, Message("exposition.more", "nothing may follow here"));
    return exemplar;
  }

  /// From the brace. A quoted word without a value is the metric's name, where there may be one.
  Labels labels(std::string* name) {
    Labels labels;
    ++at_;
    if (!openmetrics_) skip_blanks();
    while (peek() != '}') {
      label(labels, name);
      if (!openmetrics_) skip_blanks();
      if (peek() == '}') break;
      if (peek() != ',') fail(at_, Message("exposition.comma", "a comma or } must follow a label"));
      ++at_;
      if (!openmetrics_) skip_blanks();  // a comma may stand in front of the brace
      if (openmetrics_ && peek() == '}') fail(at_, Message("exposition.label", "a label is missing"));
    }
    ++at_;
    return labels;
  }

  void label(Labels& labels, std::string* name) {
    const std::size_t start = at_;
    const bool is_quoted = peek() == '"';
    std::string label = is_quoted ? quoted() : label_name();
    if (!openmetrics_) skip_blanks();
    if (peek() != '=') {
      if (!is_quoted || !name || !name->empty() || !labels.empty())
        fail(at_, Message("exposition.equals", "= must follow a label's name"));
      if (label.empty()) fail(start, Message("exposition.no_name", "a metric name is missing"));
      *name = std::move(label);
      return;
    }
    ++at_;
    if (!openmetrics_) skip_blanks();
    if (peek() != '"') fail(at_, Message("exposition.quote", "a label's value stands in quotes"));
    std::string value = quoted();
    if (label.empty() || label == "__name__")
      fail(start, Message("exposition.label_name", "this is no label name"));
    const bool is_known =
        std::any_of(labels.begin(), labels.end(), [&](const auto& other) { return other.first == label; });
    if (is_known)
      fail(start, Message("exposition.label_twice", "the label {{name}} stands there twice",
                          {{"name", printable(label)}}));
    labels.emplace_back(std::move(label), std::move(value));
  }

  // ---- tokens

  /// Up to the next blank.
  std::string_view token() {
    const std::size_t start = at_;
    while (!at_end() && !is_blank()) ++at_;
    return line_.substr(start, at_ - start);
  }

  std::string metric_name() {
    const std::string_view name = line_.substr(at_, plain_metric_name_length(line_.substr(at_)));
    if (name.empty()) fail(at_, Message("exposition.metric_name", "a metric name must begin here"));
    at_ += name.size();
    return std::string(name);
  }

  std::string label_name() {
    const std::string_view name = line_.substr(at_, plain_label_name_length(line_.substr(at_)));
    if (name.empty()) fail(at_, Message("exposition.label", "a label is missing"));
    at_ += name.size();
    return std::string(name);
  }

  std::string quoted() {
    const std::size_t start = at_++;
    std::string text;
    for (;; ++at_) {
      const std::size_t plain = at_;
      while (!at_end() && line_[at_] != '"' && line_[at_] != '\\') ++at_;
      text.append(line_.substr(plain, at_ - plain));
      if (at_end())
        fail(start, Message("exposition.open_quote", "the quote that opens here is never closed"));
      if (line_[at_] == '"') break;
      append_escape(text, true);
    }
    ++at_;
    return text;
  }

  /// At a backslash; leaves at_ on the last character that it took.
  void append_escape(std::string& text, bool quotes) {
    const char next = at_ + 1 < line_.size() ? line_[at_ + 1] : '\0';
    if (next == '\\' || next == 'n' || (next == '"' && quotes)) {
      text += next == 'n' ? '\n' : next;
      ++at_;
    } else if (openmetrics_) {
      text += '\\';
    } else {
      fail(at_, Message("exposition.escape",
                        "a backslash must be followed by a backslash, n or, in quotes, a quote"));
    }
  }

  double number() {
    const std::size_t start = at_;
    const std::string_view text = token();
    if (text.empty()) fail(start, Message("exposition.no_value", "the value is missing"));
    if (const auto value = parse_number(text)) return *value;
    if (text.ends_with('\r'))
      fail(at_ - 1, Message("exposition.cr", "lines end with a newline alone, not with a carriage return"));
    fail(start, Message("exposition.number", "\"{{text}}\" is not a number", {{"text", printable(text)}}));
  }

  /// 0.0.4: whole milliseconds; OpenMetrics: seconds.
  double timestamp() {
    const std::size_t start = at_;
    const std::string_view text = token();
    const auto value = parse_number(text);
    const bool is_digits =
        !text.empty() && text.find_first_not_of("0123456789", text[0] == '-' ? 1 : 0) == text.npos;
    const bool is_real = text.find_first_not_of("+-.0123456789eE") == text.npos;
    if (!value || !(openmetrics_ ? is_real : is_digits))
      fail(start,
           Message("exposition.timestamp", "\"{{text}}\" is not a time stamp", {{"text", printable(text)}}));
    return *value;
  }

  std::string_view line_;
  const bool openmetrics_;
  std::size_t at_ = 0;
};

}  // namespace

ExpositionLine parse_exposition_line(std::string_view line, bool openmetrics) {
  return LineParser(line, openmetrics).run();
}

}  // namespace objectos::metrics
