// What a plain (unquoted) scalar of YAML 1.1 is.
#pragma once

#include <string_view>

#include "i18n/translation_file.hpp"

namespace objectos::i18n {

/// As the loaders of Ruby and Python resolve it (https://yaml.org/type/): null for nothing and `~`, a boolean
/// for `yes no on off true false` in their three spellings, a number for whole, decimal, hexadecimal, octal,
/// binary, base-60 ones, `.inf` and `.nan`; else a string. `y` and `n`, which the loaders do not take for
/// booleans, are strings.
NodeKind yaml_kind(std::string_view plain) noexcept;

}  // namespace objectos::i18n
