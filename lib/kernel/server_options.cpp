#include "kernel/server_options.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/percent.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace {

constexpr int redis_port = 6379;
constexpr int sentinel_port = 26379;

/// What stands between the scheme and the query.
struct Url {
  std::string_view scheme;
  std::optional<std::string_view> user, password;
  std::string_view hosts;
  std::string_view path;  // with its slash
};

[[noreturn]] void bad_url(std::string_view url, const Message& why) {
  throw Error(Errc::usage, why, Message("server.url_hint", "a URL looks like redis://host:6379/0"))
      .at("\"" + redact(url) + "\"");
}

std::string decoded(std::string_view text, std::string_view url) {
  auto plain = percent::decoded(text);
  if (!plain) bad_url(url, Message("server.escape", "a % is followed by two hexadecimal digits, not 00"));
  return *std::move(plain);
}

Url split(std::string_view url) {
  Url parts;
  const auto colon = url.find("://");
  parts.scheme = url.substr(0, colon);
  std::string_view rest = colon == url.npos ? std::string_view() : url.substr(colon + 3);
  if (rest.find_first_of("?#") != rest.npos)
    bad_url(url, Message("server.query", "a ? or # has no meaning here; in a password it is %3F or %23"));
  const auto slash = rest.find('/');
  parts.path = slash == rest.npos ? std::string_view() : rest.substr(slash);
  rest = rest.substr(0, slash);
  if (const auto at = rest.rfind('@'); at != rest.npos) {
    const std::string_view login = rest.substr(0, at);
    const auto separator = login.find(':');
    parts.user = login.substr(0, separator);
    if (separator != login.npos) parts.password = login.substr(separator + 1);
    rest.remove_prefix(at + 1);
  }
  parts.hosts = rest;
  return parts;
}

int parse_number(std::string_view text, int low, int high, std::string_view url, const Message& why) {
  int number = -1;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end || number < low || number > high) bad_url(url, why);
  return number;
}

Endpoint parse_endpoint(std::string_view text, int default_port, std::string_view url) {
  Endpoint endpoint;
  std::string_view port;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == text.npos) bad_url(url, Message("server.bracket", "a [ has no ]"));
    endpoint.host = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
    if (!text.empty() && !text.starts_with(':'))
      bad_url(url, Message("server.port", "a port is a number from 1 to 65535"));
    port = text.empty() ? text : text.substr(1);
    if (!text.empty() && port.empty()) port = "?";
  } else {
    const auto colon = text.rfind(':');
    endpoint.host = decoded(text.substr(0, colon), url);
    if (colon != text.npos) port = text.substr(colon + 1);
    if (colon != text.npos && port.empty()) port = "?";
  }
  if (endpoint.host.empty()) bad_url(url, Message("server.no_host", "the host is missing"));
  endpoint.port = port.empty() ? default_port
                               : parse_number(port, 1, 65535, url,
                                              Message("server.port", "a port is a number from 1 to 65535"));
  return endpoint;
}

std::vector<Endpoint> parse_endpoints(std::string_view hosts, int default_port, std::string_view url) {
  std::vector<Endpoint> endpoints;
  for (;;) {
    const auto comma = hosts.find(',');
    endpoints.push_back(parse_endpoint(hosts.substr(0, comma), default_port, url));
    if (comma == hosts.npos) return endpoints;
    hosts.remove_prefix(comma + 1);
  }
}

int parse_db(std::string_view path, std::string_view url) {
  if (path.size() <= 1) return 0;
  return parse_number(path.substr(1), 0, 1'000'000, url,
                      Message("server.db", "the database of a Redis server is a number: redis://host/0"));
}

/// What does not say which server it is.
ServerOptions common_options(const Config& config, std::string_view service) {
  const std::string prefix = std::string(service) + ".options.";
  const auto text = [&](const char* key) { return config.string(prefix + key); };
  ServerOptions options;
  options.service = service;
  options.key_prefix = text("key_prefix");
  options.tls = config.boolean(prefix + "tls");
  options.tls_options = {text("tls_ca"), text("tls_cert"), text("tls_key")};
  options.sentinel_login = {text("sentinel_user"), text("sentinel_password")};
  options.sentinel_tls =
      config.is_set(prefix + "sentinel_tls") ? config.boolean(prefix + "sentinel_tls") : options.tls;
  if (const std::string timeout = std::string(service) + ".timeout"; config.is_set(timeout))
    options.connect_timeout = options.reply_timeout = config.duration(timeout);
  add_secret(options.sentinel_login.password);
  return options;
}

std::string state_dir(const Config& config) {
  try {
    return config.state_dir();
  } catch (const Error&) {
    return {};  // a server's data is not there: it only makes the next start faster
  }
}

}  // namespace

std::string Endpoint::text() const {
  if (!path.empty()) return path;
  const std::string name = host.find(':') == host.npos ? host : "[" + host + "]";
  return name + ":" + std::to_string(port);
}

std::string_view module_of_url(std::string_view url) {
  const std::string_view scheme = url.substr(0, url.find(':'));
  for (const std::string_view redis : {"redis", "rediss", "redis+unix", "redis+sentinel", "rediss+sentinel",
                                       "redis+cluster", "rediss+cluster"}) {
    if (scheme == redis) return "redis";
  }
  return scheme == "postgres" || scheme == "postgresql" ? "postgres" : "";
}

ServerOptions server_options(const Config& config, std::string_view service, std::string_view backend) {
  ServerOptions options = common_options(config, service);
  const std::string prefix = std::string(service) + ".options.";
  Endpoint endpoint;
  endpoint.host = config.string(prefix + "host");
  if (endpoint.host.starts_with('/')) {
    endpoint.path.swap(endpoint.host);
  } else if (endpoint.host.empty() && backend == "redis") {
    endpoint.host = "127.0.0.1";
  }
  if (config.is_set(prefix + "port")) {
    endpoint.port = static_cast<int>(config.integer(prefix + "port"));
  } else if (backend == "redis") {
    endpoint.port = redis_port;
  }
  options.endpoints = {std::move(endpoint)};
  options.login = {config.string(prefix + "user"), config.string(prefix + "password")};
  add_secret(options.login.password);
  options.db = static_cast<int>(config.integer(prefix + "db"));
  if (service == "storage") options.dbname = config.string(prefix + "dbname");
  return options;
}

ServerOptions server_options_of_url(const Config& config, std::string_view service, std::string_view url) {
  ServerOptions options = common_options(config, service);
  if (module_of_url(url) == "postgres") {
    options.url = url;
    return options;
  }
  const Url parts = split(url);
  std::string_view kind = parts.scheme;
  if (kind.starts_with("rediss")) options.tls = options.sentinel_tls = true;
  kind.remove_prefix(std::min(kind.size(), kind.find('+')));
  if (parts.user) options.login.user = decoded(*parts.user, url);
  if (parts.password) options.login.password = decoded(*parts.password, url);
  add_secret(options.login.password);
  if (kind == "+unix") {
    if (!parts.hosts.empty() || parts.path.size() < 2)
      bad_url(url, Message("server.socket", "a socket's path is absolute: redis+unix:///run/redis.sock"));
    Endpoint endpoint;
    endpoint.path = decoded(parts.path, url);
    options.endpoints = {std::move(endpoint)};
  } else if (kind == "+sentinel") {
    options.topology = ServerOptions::Topology::sentinel;
    options.endpoints = parse_endpoints(parts.hosts, sentinel_port, url);
    std::string_view name = parts.path.empty() ? parts.path : parts.path.substr(1);
    const auto slash = name.find('/');
    options.master = decoded(name.substr(0, slash), url);
    if (options.master.empty())
      bad_url(url, Message("server.master", "the master's name is missing: redis+sentinel://host:26379/mymaster"));
    if (slash != name.npos) options.db = parse_db(name.substr(slash), url);
  } else if (kind == "+cluster") {
    options.topology = ServerOptions::Topology::cluster;
    options.endpoints = parse_endpoints(parts.hosts, redis_port, url);
    if (parse_db(parts.path, url) != 0)
      bad_url(url, Message("server.cluster_db", "a Redis Cluster has only database 0"));
    options.state_dir = state_dir(config);
  } else {
    options.endpoints = {parse_endpoint(parts.hosts, redis_port, url)};
    options.db = parse_db(parts.path, url);
  }
  return options;
}

}  // namespace objectos
