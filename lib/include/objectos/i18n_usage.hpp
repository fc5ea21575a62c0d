// Which translations the source code of a program uses.
//
//   objectos::CheckOptions options;
//   options.paths = {"locales"};
//   options.usage = {"src/**/*.ts"};
//   for (const std::string& key : objectos::translation_usage(options).unused) …
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/error.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos {

/// A place in the source code that asks for a key which there is not.
struct UndefinedKey {
  std::string key;  ///< as written there; `*` stands for what is known only when the code runs
  FilePlace place;
  std::string line_text;  ///< the line, "" if it is long
};

/// Keys are dotted, behind the namespace of their file if it has one; plural forms are one key; all are in
/// bytewise order.
struct UsageReport {
  std::size_t files = 0;  ///< of source code, that were read
  std::vector<std::string> used;
  std::vector<std::string> unused;
  /// Keys that the code may put together when it runs: `t("errors." + code)`.
  std::vector<std::string> undeterminable;
  std::vector<UndefinedKey> undefined;  ///< by file, line, column
  std::vector<Error> unreadable;        ///< files of source code: what they use is not known
};

/// What is called for a translation where CheckOptions::calls is empty.
OBJECTOS_API std::span<const std::string_view> default_translation_calls() noexcept;

/// Compares the keys of the source locale with the source code that `options.usage` names: by globs (`**`,
/// `{ts,tsx}`), files, or directories. Of `options` are used: paths, source, plurals, count_names, usage,
/// calls, jobs.
///
/// Error(usage) for a glob that no file matches, and where there is no source locale; Error(data) for a
/// translation file that cannot be parsed; Error(denied or unavailable) for what cannot be read but source
/// code.
OBJECTOS_API UsageReport translation_usage(const CheckOptions& options);

}  // namespace objectos
