// The OpenAPI document, made of the table of routes.
#include "http/api.hpp"
#include "objectos/json.hpp"
#include "objectos/library.hpp"

namespace objectos::http {
namespace {

/// "NAME: what it is|…"
template <class Visit>
void each_item(std::string_view items, Visit visit) {
  while (!items.empty()) {
    const std::size_t end = std::min(items.find('|'), items.size());
    const std::string_view item = items.substr(0, end);
    items.remove_prefix(std::min(end + 1, items.size()));
    const std::size_t colon = item.find(": ");
    visit(item.substr(0, colon), item.substr(colon + 2));
  }
}

std::string parameter(std::string_view name, const char* place, bool is_required, std::string_view says) {
  return "{\"name\":" + json::quoted(name) + ",\"in\":\"" + place +
         "\",\"required\":" + (is_required ? "true" : "false") + ",\"description\":" + json::quoted(says) +
         ",\"schema\":{\"type\":\"string\"}}";
}

std::string parameters_of(const Api::Route& route) {
  std::string list;
  const auto add = [&list](const std::string& item) { list += (list.empty() ? "" : ",") + item; };
  const std::string_view path = route.path;
  if (const std::size_t brace = path.find('{'); brace != path.npos)
    add(parameter(path.substr(brace + 1, path.size() - brace - 2), "path", true, "percent-encoded"));
  each_item(route.parameters, [&](std::string_view name, std::string_view says) {
    add(parameter(name, "query", false, says));
  });
  return list.empty() ? "" : ",\"parameters\":[" + list + "]";
}

std::string body_of(const Api::Route& route) {
  std::string members;
  each_item(route.body, [&](std::string_view name, std::string_view says) {
    members +=
        (members.empty() ? "" : ",") + json::quoted(name) + ":{\"description\":" + json::quoted(says) + "}";
  });
  if (members.empty()) return "";
  return ",\"requestBody\":{\"required\":true,\"content\":{\"application/"
         "json\":{\"schema\":{\"type\":\"object\",\"properties\":{" +
         members + "},\"additionalProperties\":false}}}}";
}

bool is_api(const Api::Route& route) {
  const std::string_view path = route.path;
  return path.starts_with("/api/v1/") && path != "/api/v1/openapi.json";
}

const char* media_type(const Api::Route& route) {
  const std::string_view path = route.path;
  if (path == "/") return "text/html";
  return path == "/metrics" || path == "/api/v1/metrics/prometheus" ? "text/plain" : "application/json";
}

std::string operation(const Api::Route& route) {
  const bool has_reply_form = is_api(route) && media_type(route) == std::string_view("application/json");
  const std::string schema = has_reply_form ? "{\"$ref\":\"#/components/schemas/Success\"}" : "{}";
  return "{\"summary\":" + json::quoted(route.summary) + parameters_of(route) + body_of(route) +
         ",\"responses\":{\"2XX\":{\"description\":\"done\",\"content\":{\"" + media_type(route) +
         "\":{\"schema\":" + schema +
         "}}},\"default\":{\"description\":\"not "
         "done\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/"
         "schemas/Failure\"}}}}}}";
}

std::string lower(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = static_cast<char>(c - 'A' + 'a');
  return text;
}

constexpr std::string_view schemas =
    R"("schemas":{"Success":{"type":"object","required":["success","data"],"properties":{"success":{"const":true},"data":{}}},)"
    R"("Failure":{"type":"object","required":["success","error"],"properties":{"success":{"const":false},"error":{"type":"object",)"
    R"("required":["code","message"],"properties":{"code":{"type":"string"},"message":{"type":"string"},"hint":{"type":"string"}}}}}})";

}  // namespace

std::string openapi_document(bool asks_for_token) {
  std::string text = "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"objectos\",\"version\":" +
                     json::quoted(library_version()) + "},";
  if (asks_for_token) text += "\"security\":[{\"token\":[]}],";
  text += "\"paths\":{";
  std::string_view last_path;
  for (const Api::Route& route : Api::routes()) {
    // Routes of one path stand together.
    if (route.path == last_path) {
      text += ",";
    } else {
      text += (last_path.empty() ? "" : "},") + json::quoted(route.path) + ":{";
    }
    text += json::quoted(lower(route.method)) + ":" + operation(route);
    last_path = route.path;
  }
  text.append("}},\"components\":{").append(schemas);
  if (asks_for_token) text += ",\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}";
  return text + "}}";
}

}  // namespace objectos::http
