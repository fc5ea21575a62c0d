// The table of requests, and how one finds its row. What the rows do: api_storage.cpp, api_services.cpp,
// api_health.cpp.
#include "http/api.hpp"

#include <array>

#include "core/percent.hpp"
#include "objectos/log.hpp"

namespace objectos::http {

std::span<const Api::Route> Api::routes() {
  static constexpr auto all = std::to_array<Route>({
      {"GET", "/", "A page for people: what the command status shows", "", "", &Api::page},
      {"GET", "/metrics", "All metrics, in text 0.0.4 or OpenMetrics 1.0 as Accept asks", "", "",
       &Api::metrics_text},
      {"GET", "/health", "Whether each service can be used: 200, or 503", "", "", &Api::health},
      {"GET", "/health/live", "200 as long as this server runs", "", "", &Api::live},
      {"GET", "/health/ready", "As /health, and 503 while the server is stopping", "", "", &Api::ready},
      {"GET", "/api/v1/openapi.json", "This document", "", "", &Api::openapi},
      {"GET", "/api/v1/storage", "Keys, in bytewise order",
       "match: only keys that match this pattern|scope: work inside this scope|after: only keys behind this "
       "one|"
       "limit: at most so many, 1000 if it is not given|values: true: with their values",
       "", &Api::storage_list},
      {"GET", "/api/v1/storage/{key}", "One value; 404 if there is none", "scope: work inside this scope", "",
       &Api::storage_get},
      {"PUT", "/api/v1/storage/{key}", "Stores a value; 412 if the condition does not hold",
       "scope: work inside this scope",
       "value: the value, any JSON; bytes are {\"$base64\":...}|ttl: seconds, or a duration such as 5m, "
       "after which it expires|"
       "keep_ttl: true: keep the expiry that the key has|if: absent or present: the condition|"
       "if_value: only if the present value is this one",
       &Api::storage_put},
      {"DELETE", "/api/v1/storage/{key}", "Removes a key; 404 if there is none",
       "scope: work inside this scope", "", &Api::storage_delete},
      {"GET", "/api/v1/cache/stats", "Hits, misses and size of the cache", "scope: only of this scope", "",
       &Api::cache_stats},
      {"GET", "/api/v1/metrics", "All series", "match: only metrics that match this pattern", "",
       &Api::metrics_list},
      {"GET", "/api/v1/metrics/prometheus", "All metrics in text 0.0.4", "", "", &Api::metrics_prometheus},
      {"GET", "/api/v1/metrics/type/{type}", "All series of a type: counter, gauge or histogram", "", "",
       &Api::metrics_of_type},
      {"GET", "/api/v1/i18n/translate",
       "A text; 404 if there is none. Other parameters fill its placeholders",
       "key: the text's key|locale: a language tag", "", &Api::translate},
      {"POST", "/api/v1/i18n/translate", "A text; 404 if there is none", "",
       "key: the text's key|locale: a language tag|params: an object that fills the text's placeholders",
       &Api::translate_with},
      {"GET", "/api/v1/notifications/channels", "Names of the channels", "", "", &Api::channels},
      {"GET", "/api/v1/notifications/queue/status", "How many messages wait, and since when", "", "",
       &Api::queue_status},
      {"POST", "/api/v1/notifications/send", "Puts a message into the queue: 202", "",
       "channel: email, sms, webhook, slack or inbox|to: an address, or a list of them; @NAME is a "
       "configured target|"
       "subject: the subject|body: the text; of a webhook the JSON that is sent|html: HTML of a mail|"
       "template: instead of the texts, the name of a template|data: an object for the template|"
       "locale: the language of the template|cc: of a mail|bcc: of a mail|reply_to: of a mail|"
       "idempotency_key: the same key and message: it is not sent again|at: not before this time (RFC 3339)",
       &Api::send},
  });
  return all;
}

namespace {

constexpr std::string_view tail_mark = "{";

/// Whether `path`, as sent, is the route's; then `rest` is what its braces stand for.
bool matches(std::string_view route, std::string_view path, std::string_view& rest) {
  const std::size_t brace = route.find(tail_mark);
  if (brace == route.npos) return path == route;
  if (path.size() <= brace || path.substr(0, brace) != route.substr(0, brace)) return false;
  rest = path.substr(brace);
  return true;
}

/// GET's routes answer HEAD as well: cpp-httplib leaves out the body.
bool is_method_of(const Api::Route& route, std::string_view method) {
  return method == route.method || (method == "HEAD" && std::string_view(route.method) == "GET");
}

struct Found {
  const Api::Route* route = nullptr;
  std::string_view rest;
  std::string allowed;  ///< methods that the path has, if it has not this one
};

Found find(const RequestHead& head) {
  Found found;
  for (const Api::Route& route : Api::routes()) {
    std::string_view rest;
    if (!matches(route.path, head.path, rest)) continue;
    if (is_method_of(route, head.method)) {
      found.route = &route;
      found.rest = rest;
      return found;
    }
    found.allowed.append(found.allowed.empty() ? "" : ", ").append(route.method);
    if (std::string_view(route.method) == "GET") found.allowed += ", HEAD";
  }
  return found;
}

Reply not_found(const Found& found, const RequestHead& head) {
  if (found.allowed.empty())
    return failure(404, "not_found", "there is nothing here", "see /api/v1/openapi.json");
  Reply reply = failure(405, "usage", head.method + " is not for this address", "it takes " + found.allowed);
  if (head.method == "OPTIONS") {
    reply = Reply{};
    reply.status = 204;
  }
  reply.fields.emplace_back("Allow", found.allowed);
  return reply;
}

bool is_health(std::string_view path) {
  return path == "/health" || path == "/health/live" || path == "/health/ready";
}

}  // namespace

Api::Api(const HttpServerOptions& options, HttpServices services)
    : services_(std::move(services)),
      access_(options.host, options.token),
      exposition_(services_.metrics),
      health_(services_) {}

Admission Api::admit(const RequestHead& head) const {
  Admission admission;
  admission.is_urgent = is_health(head.path);
  admission.refusal = access_.foreign(head);
  if (!admission.refusal && !admission.is_urgent && !access_.has_token(head))
    admission.refusal =
        failure(401, "denied", "the token is missing or wrong", "send Authorization: Bearer TOKEN");
  return admission;
}

Reply Api::answer(const RequestHead& head, std::string_view body) {
  try {
    const Found found = find(head);
    if (!found.route) return not_found(found, head);
    const auto rest = percent::decoded(found.rest);
    if (!rest) return failure(400, "usage", "a % is not followed by two hexadecimal digits");
    return (this->*found.route->answer)({head, *rest, body, access_.has_token(head)});
  } catch (const Error& error) {
    return failure(error);
  } catch (const std::bad_alloc&) {
    return failure(503, "unavailable", "out of memory");
  } catch (const std::exception& error) {
    Logger("http").error(error.what());
    return failure(500, "internal", "this is a fault in objectos; its log says more");
  }
}

}  // namespace objectos::http
