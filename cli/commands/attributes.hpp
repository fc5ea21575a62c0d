// Attributes as they are typed: `plan=pro user.name=jo beta=true`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "objectos/value.hpp"

namespace objectos::cli {

/// A JSON object of `NAME=VALUE` words. A dot in NAME leads into an object. VALUE is JSON if it is an object,
/// an array, a quoted string, true, false or null; anything else is text, numbers too: as JSON 1.10 would
/// become 1.1. Of two values for one name the last counts. Error(usage) for a word without `=`, or for JSON
/// that is none.
Value attributes_object(const std::vector<std::string_view>& words);

}  // namespace objectos::cli
