#pragma once

#include "i18n/yaml_events.hpp"

namespace objectos::yaml {

/// YamlExports::read.
void read(std::string_view text, i18n::YamlSink& sink);

}  // namespace objectos::yaml
