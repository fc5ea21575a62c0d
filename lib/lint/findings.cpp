#include "lint/findings.hpp"

#include <algorithm>
#include <tuple>

namespace objectos {
namespace lint {
namespace {

constexpr std::size_t longest_line = 2'000;  // a file without line ends is no context for people

std::string_view shown_line(const Where& where, const FilePlace& place) {
  const std::string_view line = where.file->line(place.line);
  return line.size() <= longest_line ? line : std::string_view();
}

}  // namespace

Severities::Severities(const CheckOptions& options, std::string_view locale) {
  for (const RuleInfo& info : check_rules()) values_[static_cast<std::size_t>(info.rule)] = info.severity;
  for (const auto& [rule, severity] : options.rules) values_[static_cast<std::size_t>(rule)] = severity;
  const auto own = options.locale_rules.find(std::string(locale));
  if (own == options.locale_rules.end()) return;
  for (const auto& [rule, severity] : own->second) values_[static_cast<std::size_t>(rule)] = severity;
}

void sort_findings(std::vector<Finding>& findings) {
  std::vector<Finding*> order;  // findings are large
  order.reserve(findings.size());
  for (Finding& each : findings) order.push_back(&each);
  std::stable_sort(order.begin(), order.end(), [](const Finding* a, const Finding* b) {
    return std::tie(a->place.file, a->place.line, a->place.column, a->rule, a->key) <
           std::tie(b->place.file, b->place.line, b->place.column, b->rule, b->key);
  });
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (Finding* each : order) sorted.push_back(std::move(*each));
  findings = std::move(sorted);
}

FilePlace place_of(const Where& where) {
  const auto [begin, end] = where.file->positions(where.span);
  return {where.file->path(), begin.line, begin.column, end.line, end.column};
}

void Findings::add(Rule rule, std::string key, Where where, Message message, Where source, Severity most) {
  const Severity severity = std::min(severities_.of(rule), most);
  if (severity == Severity::off) return;
  Finding finding{rule, severity, locale_, std::move(key), std::move(message), place_of(where), {}, {}};
  if (source.file) finding.source = place_of(source);
  finding.line_text = shown_line(where, finding.place);
  list_.push_back(std::move(finding));
}

void Findings::add(Rule rule, std::string key, std::string path, Message message, Where source) {
  const Severity severity = severities_.of(rule);
  if (severity == Severity::off) return;
  Finding finding{rule, severity, locale_, std::move(key), std::move(message), {std::move(path)}, {}, {}};
  if (source.file) finding.source = place_of(source);
  list_.push_back(std::move(finding));
}

void Findings::add(Rule rule, std::string key, FilePlace place, std::string line_text, Message message) {
  const Severity severity = severities_.of(rule);
  if (severity == Severity::off) return;
  Finding finding{rule,
                  severity,
                  locale_,
                  std::move(key),
                  std::move(message),
                  std::move(place),
                  {},
                  std::move(line_text)};
  list_.push_back(std::move(finding));
}

}  // namespace lint

std::string Finding::fingerprint() const {
  std::uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a, 64 bits
  const std::string_view id = check_rules()[static_cast<std::size_t>(rule)].id;
  for (const std::string_view part :
       {id, std::string_view(locale), std::string_view(key), std::string_view(place.file)}) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    hash = (hash ^ 0xFFu) * 0x100000001b3u;  // no byte of UTF-8
  }
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[(hash >> shift) & 15];
  return text;
}

}  // namespace objectos
