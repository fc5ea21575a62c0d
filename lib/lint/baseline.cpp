#include "objectos/i18n_baseline.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/files.hpp"
#include "core/json_tree.hpp"
#include "core/utf8.hpp"
#include "lint/findings.hpp"
#include "objectos/atomic_file.hpp"

namespace objectos {
namespace {

constexpr std::string_view version = "1";

/// A path that is not UTF-8 has no place in JSON as it is.
std::string as_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t valid = utf8::valid_prefix(text);
    out.append(text.substr(0, valid));
    if (valid < text.size()) out.append("\xEF\xBF\xBD");
    text.remove_prefix(std::min(valid + 1, text.size()));
  }
  return out;
}

[[noreturn]] void fail(const std::string& path, std::string_view text, std::size_t offset, Message message) {
  const json::LineColumn at = json::line_column(text, offset);
  throw Error(Errc::data, std::move(message))
      .at(path + ':' + std::to_string(at.line) + ':' + std::to_string(at.column));
}

const json::Node& member(const std::string& path, std::string_view text, const json::Node& node,
                         const char* name, json::Kind kind) {
  const json::Node* found = node.find(name);
  if (!found || found->kind != kind)
    fail(path, text, found ? found->offset : node.offset,
         Message("check.baseline_member", "this is no baseline: \"{{name}}\" is missing or of a wrong type",
                 {{"name", name}}));
  return *found;
}

}  // namespace

std::optional<Baseline> Baseline::read(const std::string& path) {
  const auto text = files::read(path);
  if (!text) return std::nullopt;
  const json::Node root = json::parse_tree(*text, {path, 1}, json::Reader::Dialect::strict);
  const json::Node& number = member(path, *text, root, "version", json::Kind::number);
  if (number.text != version)
    fail(path, *text, number.offset,
         Message("check.baseline_version",
                 "the baseline is of version {{version}}, which this objectos does not know",
                 {{"version", number.text}}));
  Baseline baseline(path);
  for (const json::Node& node : member(path, *text, root, "findings", json::Kind::array).elements) {
    const json::LineColumn at = json::line_column(*text, node.offset);
    const auto string = [&](const char* name) {
      return member(path, *text, node, name, json::Kind::string).string;
    };
    baseline.entries_.push_back({string("file"), string("key"), string("rule"),
                                 static_cast<std::uint32_t>(at.line), static_cast<std::uint32_t>(at.column)});
  }
  std::sort(baseline.entries_.begin(), baseline.entries_.end());
  return baseline;
}

Baseline Baseline::of(std::string path, const CheckReport& report) {
  Baseline baseline(std::move(path));
  for (const Finding& finding : report.findings) baseline.entries_.push_back(baseline.entry_of(finding));
  std::sort(baseline.entries_.begin(), baseline.entries_.end());
  return baseline;
}

/// A path that starts where the working directory is, seen from the list's directory.
std::string Baseline::from_list(const std::string& path) const {
  std::error_code ignored;
  const std::string here = std::filesystem::current_path(ignored);
  const std::filesystem::path directory = files::absolute(files::parent(path_), here);
  return as_utf8(std::filesystem::path(files::absolute(path, here)).lexically_relative(directory).string());
}

Baseline::Entry Baseline::entry_of(const Finding& finding) const {
  return {from_list(finding.place.file), as_utf8(finding.key),
          std::string(check_rules()[static_cast<std::size_t>(finding.rule)].id)};
}

bool Baseline::is_looked_for(const Entry& entry, const CheckOptions& options) const {
  const auto rules = check_rules();
  const auto info =
      std::find_if(rules.begin(), rules.end(), [&](const RuleInfo& each) { return each.id == entry.rule; });
  if (info == rules.end()) return true;  // a rule that is no more
  const Rule rule = info->rule;
  if (lint::Severities(options, "").of(rule) == Severity::off) return false;
  if (rule == Rule::unused_key && options.usage.empty()) return false;
  if (rule == Rule::undefined_key) return !options.usage.empty();  // its files are the sources
  if (rule == Rule::coverage && options.min_coverage.empty()) return false;
  return std::any_of(options.paths.begin(), options.paths.end(), [&](const std::string& path) {
    const std::string root = from_list(path);
    return root == "." || entry.file == root || entry.file.starts_with(root + '/');
  });
}

struct Baseline::Matches {
  std::vector<bool> is_known;  ///< of each finding
  std::vector<bool> is_stale;  ///< of each entry
};

Baseline::Matches Baseline::match(const CheckOptions& options, const CheckReport& report) const {
  Matches matches{std::vector<bool>(report.findings.size()), std::vector<bool>(entries_.size())};
  // An entry is good for one finding.
  std::map<Entry, std::size_t> next;  // → the first entry that is not used up
  std::vector<bool> is_used(entries_.size());
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Entry wanted = entry_of(report.findings[i]);
    const auto first = std::lower_bound(entries_.begin(), entries_.end(), wanted) - entries_.begin();
    std::size_t& at = next.try_emplace(wanted, static_cast<std::size_t>(first)).first->second;
    if (at == entries_.size() || entries_[at] != wanted) continue;
    matches.is_known[i] = is_used[at++] = true;
  }
  if (report.is_incomplete || options.before) return matches;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    matches.is_stale[i] = !is_used[i] && is_looked_for(entries_[i], options);
  return matches;
}

void Baseline::apply(const CheckOptions& options, CheckReport& report) const {
  const Matches matches = match(options, report);
  std::size_t i = 0;
  std::erase_if(report.findings, [&](const Finding&) { return matches.is_known[i++]; });
  const Severity severity = lint::Severities(options, "").of(Rule::ignore_unused);
  for (i = 0; i < entries_.size() && severity != Severity::off; ++i) {
    if (!matches.is_stale[i]) continue;
    const Entry& entry = entries_[i];
    report.findings.push_back({Rule::ignore_unused,
                               severity,
                               "",
                               entry.key,
                               Message("check.baseline_stale",
                                       "{{rule}} in {{file}} is found no more: --update-baseline removes it",
                                       {{"rule", entry.rule}, {"file", entry.file}}),
                               {path_, entry.line, entry.column, entry.line, entry.column},
                               {},
                               {}});
  }
  lint::sort_findings(report.findings);
}

std::size_t Baseline::remove_stale(const CheckOptions& options, const CheckReport& report) {
  const Matches matches = match(options, report);
  std::size_t i = 0;
  return std::erase_if(entries_, [&](const Entry&) { return matches.is_stale[i++]; });
}

void Baseline::write() const {
  std::string text = "{\n  \"version\": " + std::string(version) + ",\n  \"findings\": [";
  for (const Entry& entry : entries_) {
    text += &entry == &entries_.front() ? "\n    {\"rule\": " : ",\n    {\"rule\": ";
    json::append_string(text, entry.rule);
    text += ", \"file\": ";
    json::append_string(text, entry.file);
    text += ", \"key\": ";
    json::append_string(text, entry.key);
    text += '}';
  }
  text += entries_.empty() ? "]\n}\n" : "\n  ]\n}\n";
  AtomicFile file(path_, 0644);
  file.write(text);
  file.commit();
}

}  // namespace objectos
