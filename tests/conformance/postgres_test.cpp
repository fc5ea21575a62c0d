// The storage suite on PostgreSQL.
// servers: postgres
#include "server_store.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;
using conformance::Capabilities;

/// A schema of its own for each case.
struct PostgresStore : conformance::ServerStore {
  static constexpr const char* name = "postgres";
  static constexpr Capabilities can = {
      .transactional = true, .injected_clock = true, .shared = true, .snapshot = true};
  PostgresStore() : ServerStore(conformance::server("OBJECTOS_TEST_POSTGRES")) {
    const std::string schema = conformance::unique_name();
    const std::string command = "psql -X -q -c 'CREATE SCHEMA " + schema + "' '" + url_ + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("CREATE SCHEMA " + schema);
    url_ += "?options=-c%20search_path%3D" + schema;
  }
};

STORAGE_SUITE(PostgresStore)

}  // namespace
