// Versions as flagd's sem_ver reads them (semver.org, with a v in front and shortened ones).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace objectos {

/// Views into the text it was read from.
struct SemanticVersion {
  std::string_view major, minor = "0", patch = "0";
  std::vector<std::string_view> prerelease;

  /// `1.2.3-rc.1+build`; a `v` or `V` in front, and `1` or `1.2`, are taken, too. Nothing if it is no
  /// version.
  static std::optional<SemanticVersion> read(std::string_view text);
};

/// Less than, equal to or greater than 0, by precedence: what was built counts for nothing.
int compare(const SemanticVersion& a, const SemanticVersion& b);
int compare_numeric(std::string_view a, std::string_view b);

}  // namespace objectos
