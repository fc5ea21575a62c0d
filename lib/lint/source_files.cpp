#include "lint/source_files.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include "core/files.hpp"
#include "lint/source_language.hpp"
#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos::lint {
namespace {

constexpr std::size_t max_alternatives = 1000;

enum class What { nothing, file, directory, link_to_directory };

What what_is(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    // A broken link is a file that cannot be read, which whoever reads it says.
    return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode) ? What::file : What::nothing;
  }
  if (!S_ISDIR(status.st_mode)) return What::file;
  struct stat link {};
  return ::lstat(path.c_str(), &link) == 0 && S_ISLNK(link.st_mode) ? What::link_to_directory
                                                                    : What::directory;
}

std::string joined(const std::string& directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  return directory + (directory.back() == '/' ? "" : "/") + std::string(name);
}

std::vector<std::string> names_in(const std::string& directory) {
  const std::string path = directory.empty() ? "." : directory;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(path.c_str()), ::closedir);
  if (!open) files::fail("cannot read", path, errno);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(open.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  return names;
}

/// Where nobody looks unless it is named.
bool is_skipped(std::string_view directory) {
  return directory[0] == '.' || directory == "node_modules";
}

/// `a{b,c}` as `ab` and `ac`. Braces without a comma, and open ones, stand for themselves.
void expand_braces(const std::string& pattern, std::vector<std::string>& out) {
  if (out.size() > max_alternatives)
    throw Error(Errc::usage,
                Message("usage.braces", "{{pattern}} stands for too many patterns", {{"pattern", pattern}}));
  for (std::size_t open = pattern.find('{'); open != pattern.npos; open = pattern.find('{', open + 1)) {
    std::vector<std::size_t> cuts{open};
    std::size_t depth = 0, close = open;
    for (; close < pattern.size(); ++close) {
      if (pattern[close] == '{') ++depth;
      if (pattern[close] == '}' && --depth == 0) break;
      if (pattern[close] == ',' && depth == 1) cuts.push_back(close);
    }
    if (close == pattern.size() || cuts.size() == 1) continue;
    cuts.push_back(close);
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
      expand_braces(pattern.substr(0, open) + pattern.substr(cuts[i] + 1, cuts[i + 1] - cuts[i] - 1) +
                        pattern.substr(close + 1),
                    out);
    return;
  }
  out.push_back(pattern);
}

class Walker {
 public:
  explicit Walker(std::vector<std::string>& found) : found_(found) {}

  /// The source code below a directory.
  void everything(const std::string& directory) {
    for (const std::string& name : names_in(directory)) {
      const std::string path = joined(directory, name);
      const What what = what_is(path);
      if (what == What::directory && !is_skipped(name)) everything(path);
      if (what == What::file && is_source_code(name)) found_.push_back(path);
    }
  }

  /// What `parts` from the `next` on stand for below `directory`.
  void match(const std::string& directory, const std::vector<std::string_view>& parts, std::size_t next) {
    const std::string_view part = parts[next];
    const bool is_last = next + 1 == parts.size();
    if (part == "**") {
      if (!is_last) match(directory, parts, next + 1);
      for (const std::string& name : names_in(directory)) {
        const std::string path = joined(directory, name);
        const What what = what_is(path);
        if (what == What::directory && !is_skipped(name)) match(path, parts, next);
        if (what == What::file && is_last && name[0] != '.') found_.push_back(path);
      }
      return;
    }
    if (part.find_first_of("*?[\\") == part.npos) return entered(joined(directory, part), parts, next);
    const Glob glob(part);
    for (const std::string& name : names_in(directory)) {
      if (!glob.matches(name) || (name[0] == '.' && part[0] != '.')) continue;
      entered(joined(directory, name), parts, next);
    }
  }

 private:
  void entered(const std::string& path, const std::vector<std::string_view>& parts, std::size_t next) {
    const What what = what_is(path);
    if (what == What::nothing) return;
    const bool is_last = next + 1 == parts.size();
    if (what == What::file) {
      if (is_last) found_.push_back(path);
    } else if (!is_last) {
      match(path, parts, next + 1);
    }
  }

  std::vector<std::string>& found_;
};

/// The parts of a path between slashes; `directory` is where they begin: "" or "/".
std::vector<std::string_view> split(std::string_view path, std::string& directory) {
  if (path.starts_with('/')) directory = "/";
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
    if (part.empty() || (part == "**" && !parts.empty() && parts.back() == "**")) continue;
    parts.push_back(part);
  }
  return parts;
}

void find(const std::string& pattern, std::vector<std::string>& found) {
  Walker walker(found);
  switch (what_is(pattern)) {
    case What::file: return found.push_back(pattern);
    case What::directory:
    case What::link_to_directory: return walker.everything(pattern == "." ? std::string() : pattern);
    case What::nothing: break;
  }
  std::vector<std::string> alternatives;
  expand_braces(pattern, alternatives);
  for (const std::string& each : alternatives) {
    std::string directory;
    const std::vector<std::string_view> parts = split(each, directory);
    if (!parts.empty()) walker.match(directory, parts, 0);
  }
}

}  // namespace

std::vector<std::string> find_source_files(const std::vector<std::string>& patterns) {
  std::vector<std::string> found;
  for (const std::string& pattern : patterns) {
    const std::size_t before = found.size();
    find(pattern, found);
    if (found.size() == before)
      throw Error(Errc::usage,
                  Message("usage.no_file", "no file matches {{pattern}}", {{"pattern", pattern}}));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace objectos::lint
