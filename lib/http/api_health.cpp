// /health, and the page and document about the server itself
#include <algorithm>

#include "http/api.hpp"
#include "http/need.hpp"
#include "objectos/json.hpp"
#include "objectos/metrics.hpp"

namespace objectos::http {
namespace {

/// Why something does not work may name hosts and files: that is for those who have the token.
Reply health_reply(const std::vector<ServiceState>& services, bool is_ready, bool tells_why) {
  bool is_ok = is_ready;
  std::string members;
  for (const ServiceState& service : services) {
    is_ok = is_ok && service.is_healthy;
    members +=
        (members.empty() ? "" : ",") + json::quoted(service.name) +
        ":{\"status\":" + (service.is_healthy ? "\"healthy\"" : "\"unhealthy\"") + ",\"response_time_ms\":" +
        metric_number(static_cast<double>(static_cast<std::int64_t>(service.response_ms * 1000)) / 1000);
    if (!service.message.empty() && tells_why) members += ",\"message\":" + json::quoted(service.message);
    members += "}";
  }
  Reply reply;
  reply.status = is_ok ? 200 : 503;
  reply.body =
      std::string("{\"status\":") + (is_ok ? "\"ok\"" : "\"error\"") + ",\"services\":{" + members + "}}";
  return reply;
}

}  // namespace

bool Api::is_healthy() {
  const std::vector<ServiceState> all = health_.look();
  return std::all_of(all.begin(), all.end(), [](const ServiceState& state) { return state.is_healthy; });
}

Reply Api::health(const Request& request) {
  return health_reply(health_.look(), true, request.is_trusted);
}

Reply Api::ready(const Request& request) {
  return health_reply(health_.look(), !is_draining_, request.is_trusted);
}

Reply Api::live(const Request&) {
  Reply reply;
  reply.body = "{\"status\":\"ok\"}";
  return reply;
}

Reply Api::openapi(const Request&) {
  Reply reply;
  reply.body = openapi_document(access_.asks_for_token());
  return reply;
}

Reply Api::page(const Request&) {
  if (!services_.status)
    return failure(404, "not_found", "there is nothing here", "see /api/v1/openapi.json");
  return status_page(services_.status());
}

}  // namespace objectos::http
