// Upper and lower case, letter by letter, in every script that has them.
#pragma once

#include <string>
#include <string_view>

namespace objectos::templates {

/// ß becomes SS; other letters that would become several stay.
std::string upper_case(std::string_view utf8);
/// Without regard to what stands around a letter: Σ becomes σ.
std::string lower_case(std::string_view utf8);

}  // namespace objectos::templates
