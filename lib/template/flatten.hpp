// Makes programs of a tree.
#pragma once

#include "template/syntax.hpp"

namespace objectos::templates {

/// Appends the program of `body` and all that it calls to the code; its number.
Number flatten(const Body& body, Template::Code& code);

}  // namespace objectos::templates
