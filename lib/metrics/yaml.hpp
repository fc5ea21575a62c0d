// Texts in YAML.
#pragma once

#include <string>
#include <string_view>

namespace objectos::metrics {

/// A text in double quotes, which every YAML reader takes for just that text. `utf8` is valid UTF-8.
std::string yaml_quoted(std::string_view utf8);

}  // namespace objectos::metrics
