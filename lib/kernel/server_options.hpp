// Where a service's server is and how it is reached: what a URL or SERVICE.options say, as one type for all
// backends behind a network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/text.hpp"

namespace objectos {

/// A host and a port, or the path of a unix socket.
struct Endpoint {
  std::string host;
  int port = 0;
  std::string path;
  /// "host:port", "[::1]:6379", "/run/redis.sock"
  OBJECTOS_API std::string text() const;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// A user's name and password; empty: none.
struct Credentials {
  std::string user;
  std::string password;
};

/// Certificates are always verified. Empty: the system's authorities, no client certificate.
struct TlsOptions {
  std::string ca;    ///< PEM file
  std::string cert;  ///< PEM file
  std::string key;   ///< PEM file
};

struct ServerOptions {
  enum class Topology { single, sentinel, cluster };
  std::string service;  ///< "storage"
  std::string url;      ///< PostgreSQL: as given, for libpq. Holds the password
  Topology topology = Topology::single;
  std::vector<Endpoint> endpoints;  ///< the server; sentinels; nodes to begin with
  std::string master;               ///< what the sentinels call it
  Credentials login;
  Credentials sentinel_login;
  int db = 0;
  std::string dbname;  ///< PostgreSQL
  bool tls = false;
  bool sentinel_tls = false;
  TlsOptions tls_options;
  std::string key_prefix;
  Millis connect_timeout{2'000};
  Millis reply_timeout{5'000};
  std::string state_dir;  ///< where a cluster's slot map is kept; empty: nowhere
};

/// From SERVICE.options, for SERVICE.backend = `backend` ("redis", "postgres").
ServerOptions server_options(const Config& config, std::string_view service, std::string_view backend);

/// From a URL: redis:// rediss:// redis+unix:// redis+sentinel:// redis+cluster:// (also rediss+…), postgres://,
/// postgresql://. Prefix, certificates, the sentinels' login and time-outs come from SERVICE.options; user and
/// password never do: they may be another server's. Error(usage) that does not repeat the URL's password.
ServerOptions server_options_of_url(const Config& config, std::string_view service, std::string_view url);

/// The module that such a URL asks for: "redis", "postgres"; empty if none does.
std::string_view module_of_url(std::string_view url);

}  // namespace objectos
