#include "lint/ignores.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "lint/findings.hpp"
#include "objectos/text.hpp"

namespace objectos::lint {
namespace {

using i18n::Node;
using i18n::TranslationFile;

constexpr std::string_view marker = "objectos-ignore";
constexpr std::string_view blanks = " \t";

Message no_reason() {
  return Message("check.ignore_reason", "an ignore needs a reason");
}

// ---- comments ------------------------------------------------------------------------------------------

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::uint32_t start_of(const Node& node) {
  return node.key_span.end > node.key_span.begin ? node.key_span.begin : node.span.begin;
}

/// Finds the comments of one file in one walk over its nodes.
class CommentReader {
 public:
  explicit CommentReader(const TranslationFile& file) : file_(file), text_(file.text()) {}

  std::vector<InlineIgnore> read() {
    std::vector<InlineIgnore> all;
    for (std::size_t at = text_.find(marker); at != text_.npos; at = text_.find(marker, at + 1)) {
      const std::size_t hash = hash_before(at);
      if (hash == text_.npos) continue;
      go_to(static_cast<std::uint32_t>(hash));
      if (is_in_scalar(hash)) continue;
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      const std::string_view rest = text_.substr(at + marker.size(), end - at - marker.size());
      if (!rest.empty() && std::string_view(" \t\r:").find(rest[0]) == rest.npos) continue;  // another word
      InlineIgnore ignore = read_words(trimmed(rest));
      ignore.place = place(hash, hash + trimmed(text_.substr(hash, end - hash)).size());
      ignore.line_text = file_.line(ignore.place.line);
      set_lines(ignore, static_cast<std::uint32_t>(hash));
      all.push_back(std::move(ignore));
    }
    return all;
  }

 private:
  /// Where the comment begins that the marker at `at` would be the first word of.
  std::size_t hash_before(std::size_t at) const {
    const std::size_t hash = text_.find_last_not_of(blanks, at == 0 ? 0 : at - 1);
    if (hash == text_.npos || text_[hash] != '#') return text_.npos;
    const bool begins = hash == 0 || blanks.find(text_[hash - 1]) != blanks.npos || text_[hash - 1] == '\n';
    return begins ? hash : text_.npos;
  }

  /// Moves to the last node that starts before `offset`.
  void go_to(std::uint32_t offset) {
    const std::vector<Node>& nodes = file_.nodes();
    for (; next_ < nodes.size(); ++next_) {
      if (nodes[next_].is_copied) continue;  // stands elsewhere
      if (start_of(nodes[next_]) >= offset) return;
      before_ = &nodes[next_];
    }
  }

  bool is_in_scalar(std::size_t offset) const {
    if (!before_) return false;
    const auto holds = [offset](i18n::Span span) { return span.begin <= offset && offset < span.end; };
    if (holds(before_->key_span)) return true;
    if (!before_->is_scalar() || !holds(before_->span)) return false;
    // The head of a block scalar may end with a comment.
    const char first = text_[before_->span.begin];
    const bool is_block = first == '|' || first == '>';
    return !is_block ||
           text_.substr(before_->span.begin, offset - before_->span.begin).find('\n') != text_.npos;
  }

  /// RULE: reason
  static InlineIgnore read_words(std::string_view words) {
    InlineIgnore ignore;
    const std::size_t colon = std::min(words.find(':'), words.size());
    const std::string_view rule = trimmed(words.substr(0, colon));
    if (rule.empty() || rule.find_first_of(blanks) != rule.npos) {
      ignore.fault = Message("check.ignore_form", "an ignore is written as # objectos-ignore RULE: reason");
      return ignore;
    }
    try {
      if (rule != "*") ignore.rule = check_rule(rule).rule;
    } catch (const Error& error) {
      ignore.fault = error.message();
    }
    if (ignore.fault.empty() && trimmed(words.substr(std::min(colon + 1, words.size()))).empty())
      ignore.fault = no_reason();
    return ignore;
  }

  std::uint32_t line_of(std::uint32_t offset) const { return file_.position(offset).line; }
  std::uint32_t last_line_of(const Node& node) const { return line_of(std::max(node.span.end, 1U) - 1); }

  FilePlace place(std::size_t begin, std::size_t end) const {
    return place_of({&file_, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}});
  }

  void set_lines(InlineIgnore& ignore, std::uint32_t hash) const {
    const std::uint32_t line = ignore.first_line = ignore.last_line = ignore.place.line;
    const std::size_t line_start = text_.rfind('\n', hash) + 1;  // 0 where there is none
    const bool is_alone = text_.find_first_not_of(blanks, line_start) == hash;
    const std::vector<Node>& nodes = file_.nodes();
    std::size_t after = next_;
    while (after < nodes.size() && nodes[after].is_copied) ++after;
    if (is_alone && after < nodes.size()) {
      ignore.first_line = line_of(start_of(nodes[after]));
      ignore.last_line = std::max(ignore.first_line, last_line_of(nodes[after]));
    } else if (!is_alone && before_ && before_->is_scalar()) {
      const std::uint32_t first = line_of(start_of(*before_)), last = last_line_of(*before_);
      if (last == line) ignore.first_line = std::min(line, first);
      if (first == line) ignore.last_line = std::max(line, last);
    }
  }

  const TranslationFile& file_;
  std::string_view text_;
  std::size_t next_ = 0;  // the first node that starts behind where we are
  const Node* before_ = nullptr;
};

// ---- the configuration's -------------------------------------------------------------------------------

/// An ignore of the configuration, ready to be compared.
struct Pattern {
  explicit Pattern(const CheckIgnore& from)
      : ignore(from), key(from.key), locale(from.locale), is_any(from.rule == "*") {
    if (!is_any) rule = check_rule(from.rule).rule;
  }
  bool matches(const Finding& finding) const {
    return (is_any || finding.rule == rule) && locale.matches(finding.locale) && key.matches(finding.key);
  }

  const CheckIgnore& ignore;
  Glob key, locale;
  bool is_any;
  Rule rule{};
  bool is_used = false;
};

/// Whether findings of that rule are made at all.
bool is_looked_for(const CheckOptions& options, const Severities& severities, Rule rule) {
  if ((rule == Rule::unused_key || rule == Rule::undefined_key) && options.usage.empty()) return false;
  if (rule == Rule::coverage && options.min_coverage.empty()) return false;
  return severities.of(rule) != Severity::off;
}

/// Single files were named: an ignore may be about others.
bool names_files(const CheckOptions& options) {
  return std::any_of(options.paths.begin(), options.paths.end(), [](const std::string& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && !S_ISDIR(info.st_mode);
  });
}

Finding unused(Severity severity, const FilePlace& place, std::string key, Message message) {
  return {Rule::ignore_unused, severity, "", std::move(key), std::move(message), place, {}, {}};
}

Message ignored_nothing() {
  return Message("check.ignore_unused", "nothing is ignored by this");
}

}  // namespace

std::vector<InlineIgnore> inline_ignores(const TranslationFile& file) {
  if (file.format() != i18n::FileFormat::yaml) return {};
  return CommentReader(file).read();
}

void apply_ignores(const CheckOptions& options, const std::vector<InlineIgnore>& comments, bool is_complete,
                   std::vector<Finding>& findings) {
  std::vector<Pattern> patterns(options.ignores.begin(), options.ignores.end());
  std::map<std::string_view, std::vector<std::size_t>> by_file;
  for (std::size_t i = 0; i < comments.size(); ++i) by_file[comments[i].place.file].push_back(i);
  std::vector<bool> is_used(comments.size());

  const auto is_ignored = [&](const Finding& finding) {
    bool ignored = false;
    if (const auto here = by_file.find(finding.place.file); here != by_file.end()) {
      for (const std::size_t i : here->second) {
        const InlineIgnore& each = comments[i];
        const bool matches = each.fault.empty() && (!each.rule || *each.rule == finding.rule) &&
                             each.first_line <= finding.place.line && finding.place.line <= each.last_line;
        if (matches) ignored = is_used[i] = true;
      }
    }
    for (Pattern& pattern : patterns) {
      if (pattern.matches(finding)) ignored = pattern.is_used = true;
    }
    return ignored;
  };
  std::erase_if(findings, is_ignored);

  const Severities severities(options, "");
  const Severity severity = severities.of(Rule::ignore_unused);
  if (severity == Severity::off) return;
  const bool can_tell = is_complete && !options.before;
  for (std::size_t i = 0; i < comments.size(); ++i) {
    const InlineIgnore& each = comments[i];
    const bool is_asked = !each.rule || is_looked_for(options, severities, *each.rule);
    if (is_used[i] || (each.fault.empty() && !(can_tell && is_asked))) continue;
    findings.push_back(unused(severity, each.place, "", each.fault.empty() ? ignored_nothing() : each.fault));
    findings.back().line_text = each.line_text;
  }
  if (!can_tell || names_files(options)) return;
  for (const Pattern& pattern : patterns) {
    if (pattern.is_used || !(pattern.is_any || is_looked_for(options, severities, pattern.rule))) continue;
    findings.push_back(unused(severity, pattern.ignore.place, pattern.ignore.key, ignored_nothing()));
  }
}

}  // namespace objectos::lint
