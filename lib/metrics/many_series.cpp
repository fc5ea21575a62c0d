#include "metrics/many_series.hpp"

#include <string>

#include "objectos/log.hpp"

namespace objectos::metrics {

void warn_of_many_series(std::string_view family) noexcept {
  Logger("metrics").warning(std::string(family) + " has more than " + std::to_string(many_series) +
                            " series: does one of its labels take any value?");
}

}  // namespace objectos::metrics
