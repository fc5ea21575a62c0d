// Trees of translation files for tests of the linter.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <utility>

#include "objectos/i18n_check.hpp"
#include "scratch.hpp"

/// Files written below a directory of their own; findings as lines "FILE:LINE:COLUMN RULE KEY".
class LocaleTree {
 public:
  explicit LocaleTree(std::initializer_list<std::pair<const std::string, std::string>> files)
      : LocaleTree(std::map<std::string, std::string>(files)) {}
  explicit LocaleTree(const std::map<std::string, std::string>& files) {
    for (const auto& [path, text] : files) write(path, text);
  }
  void write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(scratch_.path(path)).parent_path());
    scratch_.file(path, text);
  }
  void clear() const {
    for (const auto& each : std::filesystem::directory_iterator(root())) std::filesystem::remove_all(each);
  }
  const std::string& root() const { return scratch_.path(); }

  objectos::CheckReport report(objectos::CheckOptions options = {}) const {
    options.paths = {root()};
    return objectos::check_translations(options);
  }
  std::string findings(const objectos::CheckOptions& options = {}) const { return lines(options, false); }
  /// With the messages behind.
  std::string messages(const objectos::CheckOptions& options = {}) const { return lines(options, true); }

 private:
  std::string lines(const objectos::CheckOptions& options, bool with_message) const {
    std::string out;
    for (const objectos::Finding& each : report(options).findings) {
      out += each.place.file.substr(root().size() + 1) + ":" + std::to_string(each.place.line) + ":" +
             std::to_string(each.place.column) + " " +
             std::string(objectos::check_rules()[static_cast<std::size_t>(each.rule)].id);
      if (!each.key.empty()) out += " " + each.key;
      if (with_message) out += ": " + each.message.text();
      out += "\n";
    }
    return out;
  }

  Scratch scratch_;
};
