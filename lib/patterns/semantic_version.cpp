#include "patterns/semantic_version.hpp"

#include <algorithm>

namespace objectos {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text) {
  return is_digits(text) && (text.size() == 1 || text.front() != '0');
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == text.npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

int sign(int order) {
  return order < 0 ? -1 : order > 0;
}

int compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_is_number = is_digits(a), b_is_number = is_digits(b);
  if (a_is_number && b_is_number) return compare_numeric(a, b);
  if (a_is_number != b_is_number) return a_is_number ? -1 : 1;
  return sign(a.compare(b));
}

}  // namespace

std::optional<SemanticVersion> SemanticVersion::read(std::string_view text) {
  if (!text.empty() && (text.front() == 'v' || text.front() == 'V')) text.remove_prefix(1);
  SemanticVersion version;
  if (const auto plus = text.find('+'); plus != text.npos) {
    const auto build = split(text.substr(plus + 1));
    if (!std::all_of(build.begin(), build.end(), is_identifier)) return std::nullopt;
    text = text.substr(0, plus);
    if (std::count(text.begin(), text.end(), '.') < 2) return std::nullopt;
  }
  const auto dash = text.find('-');
  if (dash != text.npos) {
    version.prerelease = split(text.substr(dash + 1));
    for (const std::string_view part : version.prerelease) {
      if (!is_identifier(part) || (is_digits(part) && !is_number(part))) return std::nullopt;
    }
  }
  const auto numbers = split(text.substr(0, dash));
  if (numbers.size() > 3 || !std::all_of(numbers.begin(), numbers.end(), is_number)) return std::nullopt;
  if (dash != text.npos && numbers.size() != 3) return std::nullopt;
  version.major = numbers[0];
  if (numbers.size() > 1) version.minor = numbers[1];
  if (numbers.size() > 2) version.patch = numbers[2];
  return version;
}

int compare_numeric(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return sign(a.compare(b));
}

int compare(const SemanticVersion& a, const SemanticVersion& b) {
  if (const int order = compare_numeric(a.major, b.major)) return order;
  if (const int order = compare_numeric(a.minor, b.minor)) return order;
  if (const int order = compare_numeric(a.patch, b.patch)) return order;
  if (a.prerelease.empty() != b.prerelease.empty()) return a.prerelease.empty() ? 1 : -1;
  for (std::size_t i = 0; i < a.prerelease.size() && i < b.prerelease.size(); ++i) {
    if (const int order = compare_identifiers(a.prerelease[i], b.prerelease[i])) return order;
  }
  return a.prerelease.size() == b.prerelease.size() ? 0 : a.prerelease.size() < b.prerelease.size() ? -1 : 1;
}

}  // namespace objectos
