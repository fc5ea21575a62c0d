// New keys and values as the text of a translation file.
#pragma once

#include <string>

#include "lint/file_editor.hpp"

namespace objectos::lint {

enum class MemberLayout : std::uint8_t {
  one_line,
  spread,
  block
};  ///< between braces, or YAML on lines of its own

/// Key and value; what is on further lines stands behind `indent` or deeper. No line end at the end.
std::string member_text(const NewMember& member, const FileStyle& style, MemberLayout layout,
                        const std::string& indent);

}  // namespace objectos::lint
