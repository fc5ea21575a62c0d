// What is kept beside the metrics: notes of alerts, and of runs that are open. Their tables are made when there is
// something to note first, so that who has neither reads no more schema.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "objectos/metrics_store.hpp"
#include "sqlite/connection.hpp"

namespace objectos::sqlite {

/// The connection is open, for writing where something is changed, and then in a transaction.
AlertNotes read_alert_notes(Connection& connection);
/// False, and nothing has changed, if the version is another.
bool write_alert_notes(Connection& connection, std::uint64_t version, const AlertChanges& changes);

std::vector<OpenRun> read_open_runs(Connection& connection, std::string_view name);
/// False if a run that has ended is not open.
bool write_run(Connection& connection, const RunNote& note);
double count_runs(Connection& connection, std::string_view name, std::string_view labels);

}  // namespace objectos::sqlite
