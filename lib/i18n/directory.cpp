// Which files of a directory are translations of what.
#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "core/files.hpp"
#include "i18n/locale_tag.hpp"
#include "i18n/translation_file.hpp"
#include "objectos/i18n.hpp"

namespace objectos {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

/// Names in a directory that do not begin with a dot, sorted; none if it is not there, which `absent` is the
/// error number of.
std::vector<std::string> names_in(const std::string& path, int absent) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, CloseDirectory> directory(::opendir(path.c_str()));
  if (!directory) {
    if (errno == absent) return names;
    files::fail("open", path, errno);
  }
  for (errno = 0; const dirent* entry = ::readdir(directory.get()); errno = 0) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  if (errno != 0) files::fail("read", path, errno);
  std::sort(names.begin(), names.end());
  return names;
}

/// The name without the ending of a translation file; empty if it has none.
std::string_view stem_of(std::string_view name) {
  i18n::FileFormat format;
  return i18n::format_of(name, format) ? name.substr(0, name.rfind('.')) : std::string_view();
}

/// "de" for `de.json` and for a directory `de`. Empty if the name names no locale.
std::string_view locale_of(std::string_view name) {
  const std::string_view stem = stem_of(name);
  const std::string_view locale = stem.empty() ? name : stem;
  return i18n::is_locale_tag(locale) ? locale : std::string_view();
}

}  // namespace

TranslationDirectory::TranslationDirectory(std::string path) : path_(std::move(path)) {
  for (std::string& name : names_in(path_, ENOENT)) {
    if (!locale_of(name).empty()) entries_.push_back(std::move(name));
  }
}

std::vector<std::string> TranslationDirectory::locales() const {
  std::vector<std::string> locales;
  for (const std::string& entry : entries_) {
    // `README` and `bin` look like locales; what has no translations in it is none.
    if (!stem_of(entry).empty() || !files(entry).empty()) locales.emplace_back(locale_of(entry));
  }
  std::sort(locales.begin(), locales.end(), i18n::TagLess());
  locales.erase(std::unique(locales.begin(), locales.end(), i18n::is_same_tag), locales.end());
  return locales;
}

std::vector<TranslationDirectory::File> TranslationDirectory::files(std::string_view locale) const {
  std::vector<File> files, inside;
  for (const std::string& entry : entries_) {
    const std::string_view named = locale_of(entry);
    if (!i18n::is_same_tag(named, locale)) continue;
    const std::string path = path_ + "/" + entry;
    if (!stem_of(entry).empty()) {
      files.push_back({std::string(named), {}, path});
      continue;
    }
    for (const std::string& name : names_in(path, ENOTDIR)) {
      if (const std::string_view stem = stem_of(name); !stem.empty())
        inside.push_back({std::string(named), std::string(stem), path + "/" + name});
    }
  }
  files.insert(files.end(), inside.begin(), inside.end());
  return files;
}

}  // namespace objectos
