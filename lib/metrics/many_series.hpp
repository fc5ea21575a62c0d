// A family that grows beyond measure, because one of its labels takes any value, is spoken of once: by the
// store, when the series is made that is one too many.
#pragma once

#include <cstddef>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos::metrics {

/// More than these in one family are too much for most who read it.
inline constexpr std::size_t many_series = 10'000;

/// Logs a warning.
OBJECTOS_API void warn_of_many_series(std::string_view family) noexcept;

}  // namespace objectos::metrics
