// The argument of a call that is the key of a translation, or is put together of texts and code:
// t("errors." + code, {count: 1}).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lint/source_language.hpp"
#include "lint/source_text.hpp"

namespace objectos::lint {

struct SourceCall {
  std::string key;    ///< not empty, nor holes alone
  std::size_t begin;  ///< where the key is written, with its quotes
  std::size_t end;
  bool has_context = false;  ///< i18next appends it: `friend` may be `friend_male`
};

/// Reads the argument at `begin`, and what the arguments behind it say of the key: Rails' scope, i18next's
/// context. The key may be empty or holes alone. Nothing if it is no text, or a condition that holds texts.
/// `has_parentheses`: false for Ruby's `t "key"`.
std::optional<SourceCall> read_argument(std::string_view code, std::size_t begin,
                                        const SourceLanguage& language, bool has_parentheses);

}  // namespace objectos::lint
