// Programs that go on by themselves.
#pragma once

#include <string>
#include <vector>

namespace objectos::cli {

/// Starts this program anew with `words` (the first is its name), in a session of its own and with none of
/// our descriptors: standard input is `input`, or nothing if that is -1; what it prints goes nowhere.
/// `is_joint`: its stdout and stderr are one file. An open database must not be carried over a fork, so it is
/// a new program. Nobody hears how it ends, or that it could not begin.
void run_in_background(std::vector<std::string> words, int input, bool is_joint);

}  // namespace objectos::cli
