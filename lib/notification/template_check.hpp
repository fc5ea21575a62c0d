// What is wrong in a directory of message templates.
#pragma once

#include <string_view>
#include <vector>

#include "notification/template_files.hpp"

namespace objectos::notification {

/// Of the template `name`, or of all of them and all partials. Sorted by place. `fallback`: a locale, or
/// empty.
std::vector<TemplateFinding> check_templates(const TemplateFiles& files, std::string_view fallback,
                                             std::string_view name);

}  // namespace objectos::notification
