// What other people's code throws, at the kernel's edge.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace objectos::kernel {

/// Runs `call`; what it threw, in words.
template <class Call>
std::optional<std::string> failure_of(Call&& call) {
  try {
    call();
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception of an unknown type";
  }
}

/// To be called while an exception is being handled: throws it again as an Error with the plugin's name in
/// front. An Error keeps its code and hint, anything else becomes Error(internal).
[[noreturn]] void rethrow_named(std::string_view plugin);

/// Runs `call`; what it throws comes out as rethrow_named says.
template <class Call>
auto run_named(std::string_view plugin, Call&& call) {
  try {
    return call();
  } catch (...) {
    rethrow_named(plugin);
  }
}

}  // namespace objectos::kernel
