#include "http/reply.hpp"

#include <algorithm>

#include "objectos/json.hpp"

namespace objectos::http {
namespace {

int status_of(Errc code) {
  switch (code) {
    case Errc::usage:
    case Errc::data: return 400;
    case Errc::denied: return 403;
    case Errc::unavailable: return 503;
    default: return 500;
  }
}

const char* reason_of(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 408: return "Request Timeout";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 417: return "Expectation Failed";
    case 431: return "Request Header Fields Too Large";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Error";
  }
}

constexpr std::pair<std::string_view, std::string_view> common_fields[] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"}};

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> all_fields(const Reply& reply) {
  std::vector<std::pair<std::string_view, std::string_view>> all(reply.fields.begin(), reply.fields.end());
  for (const auto& field : common_fields) {
    const auto is_same = [&](const auto& own) { return own.first == field.first; };
    if (std::none_of(reply.fields.begin(), reply.fields.end(), is_same)) all.push_back(field);
  }
  return all;
}

Reply success(std::string_view json) {
  Reply reply;
  reply.body.reserve(json.size() + 24);
  reply.body.append("{\"success\":true,\"data\":").append(json).append("}");
  return reply;
}

Reply failure(int status, std::string_view code, std::string_view message, std::string_view hint) {
  Reply reply;
  reply.status = status;
  reply.reason = message;
  reply.body = "{\"success\":false,\"error\":{\"code\":" + json::quoted(code) +
               ",\"message\":" + json::quoted(message);
  if (!hint.empty()) reply.body += ",\"hint\":" + json::quoted(hint);
  reply.body += "}}";
  if (status == 503) reply.fields.emplace_back("Retry-After", "1");
  if (status == 401) reply.fields.emplace_back("WWW-Authenticate", "Bearer realm=\"objectos\"");
  return reply;
}

Reply failure(const Error& error) {
  return failure(status_of(error.code()), errc_name(error.code()), error.what(), error.hint().text());
}

Reply body_too_large() {
  return failure(413, "data", "the body is too large");
}

std::string last_answer(const Reply& reply) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + " " + reason_of(reply.status) + "\r\n";
  for (const auto& [name, value] : all_fields(reply))
    out.append(name).append(": ").append(value).append("\r\n");
  out += "Content-Type: " + reply.type + "\r\nContent-Length: " + std::to_string(reply.text().size()) +
         "\r\nConnection: close\r\n\r\n";
  return out.append(reply.text());
}

}  // namespace objectos::http
