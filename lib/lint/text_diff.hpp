// Two texts, line by line.
#pragma once

#include <string>
#include <string_view>

namespace objectos::lint {

/// What leads from `before` to `after`, as `diff -u` writes it; "" if they are the same. Where they differ in
/// more than 2,000 lines, what lies between the first and the last difference is one change.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace objectos::lint
