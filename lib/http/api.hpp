// Which request is answered by what.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "http/access.hpp"
#include "http/connections.hpp"
#include "http/exposition.hpp"
#include "http/health.hpp"
#include "http/request.hpp"
#include "objectos/http_server.hpp"

namespace objectos::http {

/// Thread safe.
class Api {
 public:
  Api(const HttpServerOptions& options, HttpServices services);

  /// Before the body is read.
  Admission admit(const RequestHead& head) const;
  Reply answer(const RequestHead& head, std::string_view body);
  /// As GET /health.
  bool is_healthy();
  /// From now on it says that it is not ready.
  void drain() { is_draining_ = true; }

  /// A row of the table that requests are found in and the OpenAPI document is made of.
  struct Route {
    const char* method;
    const char* path;  ///< `{key}` at its end: all that follows, slashes too; elsewhere one step
    const char* summary;
    const char* parameters;  ///< of the query: "NAME: what it is|…"; "" for none
    const char* body;        ///< what the members of a JSON body are: "NAME: what it is|…"; "" for none
    Reply (Api::*answer)(const Request&);
  };
  static std::span<const Route> routes();

 private:
  Reply page(const Request&);
  Reply metrics_text(const Request&);
  Reply health(const Request&);
  Reply live(const Request&);
  Reply ready(const Request&);
  Reply openapi(const Request&);

  Reply storage_list(const Request&);
  Reply storage_get(const Request&);
  Reply storage_put(const Request&);
  Reply storage_delete(const Request&);
  Reply cache_stats(const Request&);
  Reply metrics_list(const Request&);
  Reply metrics_prometheus(const Request&);
  Reply metrics_of_type(const Request&);
  Reply translate(const Request&);
  Reply translate_with(const Request&);
  Reply channels(const Request&);
  Reply queue_status(const Request&);
  Reply send(const Request&);

  template <class Service>
  static Service& need(const std::shared_ptr<Service>& service, const char* name);
  Storage storage_in(Query& query, std::string_view key) const;

  const HttpServices services_;
  const Access access_;
  Exposition exposition_;
  ServiceHealth health_;
  std::atomic<bool> is_draining_ = false;
};

/// The whole OpenAPI 3.1 document.
std::string openapi_document(bool asks_for_token);
/// The page for people.
Reply status_page(const StatusReport& report);

}  // namespace objectos::http
