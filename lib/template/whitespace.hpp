// Trims the blanks around tags: where `~` says so, and around tags that stand alone on their line.
#pragma once

#include "template/syntax.hpp"

namespace objectos::templates {

/// As Handlebars' whitespace-control.js does it, with the names it has there.
void trim_blanks(Body& document, bool ignore_standalone);

}  // namespace objectos::templates
