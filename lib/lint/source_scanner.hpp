// Finds in source code what asks for translations, and texts that might be keys. It does not parse: it knows
// comments, texts in quotes and calls, and looks at every byte once or twice, whatever the code is.
#pragma once

#include <string>
#include <string_view>

#include "lint/call_names.hpp"
#include "lint/source_argument.hpp"
#include "lint/source_language.hpp"

namespace objectos::lint {

class SourceSink {
 public:
  virtual ~SourceSink() = default;
  virtual void call(SourceCall call) = 0;
  /// What stands between two quotes of a line, as it is written. May be no text at all, but code between two
  /// texts.
  virtual void text(std::string_view text) = 0;
  /// The same where values are put in, decoded, with a hole for each: `errors.${code}`.
  virtual void pattern(std::string_view pattern) = 0;
  /// Keys in this file may be meant behind `prefix.`: useTranslation("menu"), keyPrefix: "menu".
  virtual void prefix(std::string prefix) = 0;
};

void scan_source(std::string_view code, const SourceLanguage& language, const CallNames& names,
                 SourceSink& sink);

}  // namespace objectos::lint
