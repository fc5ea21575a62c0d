// Where lines, and members of objects, begin and end in a file.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "i18n/translation_file.hpp"

namespace objectos::lint {

/// Of the line that `at` is in.
std::size_t line_start(std::string_view text, std::size_t at);
/// Behind the newline of the line that the byte before `at` is in.
std::size_t line_end(std::string_view text, std::size_t at);

/// What is right below `parent`.
std::vector<std::uint32_t> children_of(const i18n::TranslationFile& file, std::uint32_t parent);
/// False for members of YAML on lines of their own.
bool has_braces(const i18n::TranslationFile& file, std::uint32_t object);
/// Behind the value of a member; behind the colon where YAML has no value.
std::size_t member_end(const i18n::TranslationFile& file, std::uint32_t member);

}  // namespace objectos::lint
