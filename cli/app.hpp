// One run of the program: from argv to the exit status. And one line of a batch, which is the same without a
// process of its own.
#pragma once

#include <string>
#include <vector>

#include "call.hpp"
#include "language.hpp"

namespace objectos::cli {

int run(const std::vector<std::string>& words);

/// Calls the command's function; errors come out with the command's name in front.
int invoke(const Group& group, Call& call);

/// `{"error":{…}}`'s inner object, English.
std::string error_json(const Error& error);
/// "objectos: what: why" and a hint line, in the user's language; or, as JSON, one line in English.
std::string report_text(const Error& error, bool as_json, Language& language);

}  // namespace objectos::cli
