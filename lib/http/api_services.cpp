// /api/v1/cache, /api/v1/metrics, /api/v1/i18n, /api/v1/notifications
#include <algorithm>

#include "http/api.hpp"
#include "http/members.hpp"
#include "http/need.hpp"
#include "objectos/cache.hpp"
#include "objectos/i18n.hpp"
#include "objectos/json.hpp"
#include "objectos/metrics.hpp"
#include "objectos/notification.hpp"
#include "objectos/secret.hpp"
#include "objectos/storage.hpp"

namespace objectos::http {

Reply Api::cache_stats(const Request& request) {
  Query query(request.head.query);
  const auto scope = query.take("scope");
  query.end();
  const Cache& cache = need(services_.cache, "cache");
  std::string data;
  append_cache_stats_json(data, scope ? cache.scoped(*scope).stats() : cache.stats());
  return success(data);
}

// ---- metrics

namespace {

Reply series(const std::vector<MetricReport>& reports) {
  std::string data = "[";
  for (const MetricReport& report : reports) {
    for (const Metric& metric : report.series) {
      if (data.size() > 1) data += ',';
      append_metric_json(data, metric);
    }
  }
  return success(data + "]");
}

}  // namespace

Reply Api::metrics_text(const Request& request) {
  need(services_.metrics, "metrics");
  return exposition_.reply(request.head);
}

Reply Api::metrics_list(const Request& request) {
  Query query(request.head.query);
  const auto pattern = query.take("match");
  query.end();
  return series(need(services_.metrics, "metrics").get_metrics(pattern ? Glob(*pattern) : Glob()));
}

Reply Api::metrics_prometheus(const Request& request) {
  Query(request.head.query).end();
  need(services_.metrics, "metrics");
  return exposition_.reply(ExpositionChoice{});
}

Reply Api::metrics_of_type(const Request& request) {
  Query(request.head.query).end();
  for (const MetricType type : {MetricType::counter, MetricType::gauge, MetricType::histogram}) {
    if (request.path == metric_type_name(type))
      return series(need(services_.metrics, "metrics").metrics_by_type(type));
  }
  return failure(404, "not_found", "types are counter, gauge and histogram");
}

// ---- translations

namespace {

Reply translated(const I18n& service, std::string_view key, const std::optional<std::string>& asked,
                 const std::vector<std::pair<std::string, std::string>>& values) {
  std::vector<TextArg> args;
  for (const auto& [name, value] : values) args.emplace_back(name, value);
  const std::string locale = asked.value_or(service.locale());
  const auto found = service.find(locale, key, args);
  if (!found) return failure(404, "not_found", "there is no text of this key");
  return success("{\"key\":" + json::quoted(key) + ",\"locale\":" + json::quoted(locale) +
                 ",\"value\":" + json::quoted(found->text) +
                 ",\"fallback\":" + (found->is_fallback ? json::quoted(found->locale) : "null") + "}");
}

[[noreturn]] void missing(const char* name) {
  throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", name}}));
}

void check_text(std::string_view text) {
  if (!is_utf8(text)) throw Error(Errc::usage, Message("cli.not_utf8", "not valid UTF-8"));
}

}  // namespace

Reply Api::translate(const Request& request) {
  Query query(request.head.query);
  const auto key = query.take("key");
  const auto locale = query.take("locale");
  if (!key) missing("key");
  check_text(*key);
  const auto values = query.take_rest();
  for (const auto& [name, value] : values) check_text(name), check_text(value);
  return translated(need(services_.i18n, "i18n"), *key, locale, values);
}

Reply Api::translate_with(const Request& request) {
  Members members(request.body);
  const auto key = members.take_string("key");
  const auto locale = members.take_string("locale");
  const auto values = members.take_texts("params");
  members.end();
  Query(request.head.query).end();
  if (!key) missing("key");
  return translated(need(services_.i18n, "i18n"), *key, locale, values);
}

// ---- notifications

Reply Api::channels(const Request& request) {
  Query(request.head.query).end();
  std::string data = "[";
  for (const std::string& name : need(services_.notification, "notification").channels())
    data += (data.size() > 1 ? "," : "") + json::quoted(name);
  return success(data + "]");
}

Reply Api::queue_status(const Request& request) {
  Query(request.head.query).end();
  Notification& service = need(services_.notification, "notification");
  std::string data;
  append_queue_json(data, service.queue_status(), service.queue().now_ms());
  return success(data);
}

namespace {

/// Names of files, variables and commands of the server are not the client's to use.
void refuse_value_names(const std::vector<std::string>& addresses) {
  for (const std::string& address : addresses) {
    if (!is_value_name(address)) continue;
    throw Error(
        Errc::usage, Message("serve.value_name", "a request may not name values of the server"),
        Message("serve.value_name_hint", "give it a name in notification.targets, and send to @NAME"));
  }
}

NotificationMessage message_of(Members& members) {
  NotificationMessage message;
  message.channel = members.take_string("channel").value_or("");
  message.to = members.take_strings("to");
  message.cc = members.take_strings("cc");
  message.bcc = members.take_strings("bcc");
  for (const auto* addresses : {&message.to, &message.cc, &message.bcc}) refuse_value_names(*addresses);
  message.subject = members.take_string("subject").value_or("");
  message.html = members.take_string("html").value_or("");
  message.reply_to = members.take_string("reply_to").value_or("");
  message.idempotency_key = members.take_string("idempotency_key").value_or("");
  if (const auto time = members.take_string("at")) message.at = parse_time(*time);
  // Text, or for a webhook the JSON itself.
  if (const auto body = members.take("body"); body && *body != "null") {
    if (json::kind_of(*body) == json::Kind::string) {
      json::append_unquoted(message.body, *body);
    } else if (message.channel == "webhook") {
      message.body = *body;
    } else {
      throw Error(Errc::usage, Message("serve.member_type", "{{name}} is not {{wanted}}",
                                       {{"name", "body"}, {"wanted", "a string"}}));
    }
  }
  // Targets are the operator's own words.
  message.may_reach_private = std::all_of(message.to.begin(), message.to.end(),
                                          [](const std::string& to) { return to.starts_with('@'); });
  return message;
}

}  // namespace

Reply Api::send(const Request& request) {
  Query(request.head.query).end();
  Notification& service = need(services_.notification, "notification");
  Members members(request.body);
  NotificationMessage message = message_of(members);
  const auto name = members.take_string("template");
  TemplateUse use{name.value_or(""), std::string(members.take("data").value_or("{}")),
                  members.take_string("locale").value_or("")};
  members.end();
  if (message.to.empty()) missing("to");
  if (message.channel.empty() && !message.to[0].starts_with('@')) missing("channel");
  if (name) service.render_template(use, message);
  std::string data = "{\"results\":[";
  const auto deliveries = service.send(message, SendMode::only_queue);
  for (const Delivery& delivery : deliveries) {
    if (&delivery != &deliveries.front()) data += ',';
    append_delivery_json(data, delivery);
  }
  Reply reply = success(data + "]}");
  reply.status = 202;
  return reply;
}

}  // namespace objectos::http
