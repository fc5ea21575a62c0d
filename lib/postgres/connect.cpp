// From options to a connection.
#include <unistd.h>

#include <cstdlib>

#include "net/failure.hpp"
#include "objectos/log.hpp"
#include "postgres/connection.hpp"

namespace objectos::postgres {
namespace {

struct Free {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using UrlOptions = std::unique_ptr<PQconninfoOption, Free>;

/// Keywords and values; the last of a keyword counts.
class Keywords {
 public:
  void add(const char* keyword, std::string value) {
    if (value.empty()) return;
    keywords_.push_back(keyword);
    values_.push_back(std::move(value));
  }
  Handle start() const {
    std::vector<const char*> keywords(keywords_), values;
    for (const std::string& value : values_) values.push_back(value.c_str());
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    return Handle(PQconnectStartParams(keywords.data(), values.data(), 1));
  }

 private:
  std::vector<const char*> keywords_;
  std::vector<std::string> values_;
};

/// libpq 15 knows no word for the system's authorities.
std::string system_authorities() {
  if (const char* file = std::getenv("SSL_CERT_FILE")) return file;
  for (const char* file :
       {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"}) {
    if (::access(file, R_OK) == 0) return file;
  }
  return {};
}

void add_tls(Keywords& keywords, const ServerOptions& options) {
  const TlsOptions& tls = options.tls_options;
  if (options.tls) {
    keywords.add("sslmode", "verify-full");
    if (tls.ca.empty()) keywords.add("sslrootcert", system_authorities());
  }
  keywords.add("sslrootcert", tls.ca);
  keywords.add("sslcert", tls.cert);
  keywords.add("sslkey", tls.key);
}

void add_server(Keywords& keywords, const ServerOptions& options) {
  if (!options.endpoints.empty()) {
    const Endpoint& endpoint = options.endpoints.front();
    keywords.add("host", endpoint.path.empty() ? endpoint.host : endpoint.path);
    if (endpoint.port != 0) keywords.add("port", std::to_string(endpoint.port));
  }
  keywords.add("user", options.login.user);
  keywords.add("password", options.login.password);
  // A service may name the database.
  if (!options.dbname.empty()) {
    keywords.add("dbname", options.dbname);
  } else if (!std::getenv("PGDATABASE") && !std::getenv("PGSERVICE")) {
    keywords.add("dbname", "objectos");
  }
}

Keywords keywords_of(const ServerOptions& options) {
  Keywords keywords;
  keywords.add("fallback_application_name", "objectos");
  // To look for a Kerberos ticket costs a round trip and libraries, which most servers want to do without.
  if (!std::getenv("PGGSSENCMODE")) keywords.add("gssencmode", "disable");
  add_tls(keywords, options);
  if (options.url.empty()) {
    add_server(keywords, options);
  } else {
    keywords.add("dbname", options.url);
  }
  keywords.add("client_encoding", "UTF8");
  return keywords;
}

/// The URL's password is a secret from now on.
void check_url(const std::string& url) {
  char* why = nullptr;
  const UrlOptions options(PQconninfoParse(url.c_str(), &why));
  if (!options) {
    const std::string reason = one_line(why ? why : "out of memory");
    PQfreemem(why);
    throw Error(Errc::usage, Message("postgres.url", "{{reason}}", {{"reason", reason}}),
                Message("postgres.url_hint", "a URL looks like postgres://user@host:5432/database"));
  }
  for (const PQconninfoOption* one = options.get(); one->keyword; ++one) {
    if (one->val && std::string_view(one->keyword).ends_with("password")) add_secret(one->val);
  }
}

/// A bad option, which libpq finds before it looks for the server.
bool is_bad_option(std::string_view words) {
  return words.find("connection to server") == words.npos &&
         words.find("could not translate host") == words.npos &&
         words.find("could not look up") == words.npos;
}

[[noreturn]] void cannot_connect(const PGconn* connection) {
  const std::string_view words = PQerrorMessage(connection);
  throw connect_error(words, PQconnectionNeedsPassword(connection) != 0).at(place_of(connection));
}

}  // namespace

std::string place_of(const PGconn* connection) {
  const char* host = PQhost(connection);
  const char* port = PQport(connection);
  Endpoint endpoint;
  endpoint.host = host && *host ? host : "localhost";
  endpoint.port = port ? std::atoi(port) : 0;
  if (endpoint.port == 0) endpoint.port = 5432;
  if (endpoint.host.starts_with('/'))
    endpoint.path = endpoint.host + "/.s.PGSQL." + std::to_string(endpoint.port);
  return "postgres at " + endpoint.text();
}

Handle connect(const ServerOptions& options, net::Deadline deadline) {
  if (!options.url.empty()) check_url(options.url);
  Handle handle = keywords_of(options).start();
  if (!handle) throw std::bad_alloc();
  PGconn* connection = handle.get();
  PQsetNoticeReceiver(
      connection, [](void*, const PGresult*) {}, nullptr);
  PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
  if (PQstatus(connection) == CONNECTION_BAD && is_bad_option(PQerrorMessage(connection)))
    throw Error(Errc::usage,
                Message("postgres.option", "{{reason}}", {{"reason", one_line(PQerrorMessage(connection))}}));
  // As if the last poll had said that it wants to write; and a try of the next address makes another socket.
  auto wants = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (wants != PGRES_POLLING_OK) {
    if (wants == PGRES_POLLING_FAILED) cannot_connect(connection);
    if (!net::wait_for(PQsocket(connection), wants == PGRES_POLLING_READING, wants == PGRES_POLLING_WRITING,
                       deadline)) {
      throw net::no_answer(options.connect_timeout)
          .at(place_of(connection));
    }
    wants = PQconnectPoll(connection);
  }
  return handle;
}

}  // namespace objectos::postgres
