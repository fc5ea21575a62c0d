// Which translation files there are, and of which locale and namespace each is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "objectos/error.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos::lint {

struct LocaleFile {
  std::string path;    ///< as the user would write it
  std::string locale;  ///< as it is spelled there
  std::string
      space;  ///< the namespace: what is left of the path without locale and ending; "" for `LOCALE.json`
  std::string root;  ///< the directory or file that was asked for
};

/// The files below `paths`, ordered by path. In a directory: `LOCALE.json`, `LOCALE/NAMESPACE.json`,
/// `NAMESPACE/LOCALE.yml`, `NAMESPACE.LOCALE.yml`, at any depth, hidden ones left out; anything else there is
/// no translation file. A loop of symbolic links ends.
///
/// Error(usage) for a file whose name tells no locale; Error(denied or unavailable) for a directory that
/// cannot be read.
std::vector<LocaleFile> find_locale_files(const std::vector<std::string>& paths);

/// The locale that the others are translated from: `options.source`, else `en`, else one of `en-*`.
/// Error(usage) if none of `files` is of it.
std::string source_locale(const std::vector<LocaleFile>& files, const CheckOptions& options);

/// Where the counterpart of `file` for `locale` would be.
std::string counterpart(const LocaleFile& file, std::string_view locale);

}  // namespace objectos::lint
