// The SQLite store of metrics: families, series with their value, histograms by cell.
#pragma once

#include <memory>

#include "objectos/metrics_store.hpp"
#include "sqlite/connection.hpp"

namespace objectos::sqlite {

extern const Schema metrics_schema;

/// One connection behind a lock. Nothing is opened before the first use.
std::shared_ptr<MetricsStore> metrics(Options options);

}  // namespace objectos::sqlite
