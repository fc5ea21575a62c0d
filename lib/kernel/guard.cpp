#include "kernel/guard.hpp"

#include "objectos/error.hpp"

namespace objectos::kernel {
namespace {

[[noreturn]] void fail(Errc code, std::string_view plugin, std::string_view reason, Message hint = {}) {
  throw Error(code,
              Message("kernel.plugin_failed", "plugin {{plugin}}: {{reason}}",
                      {{"plugin", plugin}, {"reason", reason}}),
              std::move(hint));
}

}  // namespace

void rethrow_named(std::string_view plugin) {
  try {
    throw;
  } catch (const Error& error) {
    fail(error.code(), plugin, error.what(), error.hint());
  } catch (const std::exception& error) {
    fail(Errc::internal, plugin, error.what());
  } catch (...) {
    fail(Errc::internal, plugin, "an exception of an unknown type");
  }
}

}  // namespace objectos::kernel
