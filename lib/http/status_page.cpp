// The page for people: what `status` shows, as HTML that needs nothing else.
#include "core/random.hpp"
#include "http/api.hpp"
#include "objectos/clock.hpp"
#include "objectos/digest.hpp"
#include "objectos/library.hpp"

namespace objectos::http {
namespace {

constexpr std::string_view style =
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.4rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid "
    "#8884;overflow-wrap:anywhere}"
    "th,td:first-child,td:nth-child(2){white-space:nowrap}.healthy{color:#1a7f37}.degraded{color:#9a6700}."
    "unhealthy{color:#"
    "cf222e}"
    "@media(prefers-color-scheme:dark){.healthy{color:#4ac26b}.degraded{color:#d4a72c}.unhealthy{color:#"
    "ff8182}}"
    "code{font-size:.9em}footer{margin-top:1.5rem;font-size:.85rem;opacity:.8}";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string row(const StatusCheck& check) {
  const std::string health(health_name(check.health));
  return "<tr><td>" + escaped(check.name) + "</td><td class=\"" + health + "\">" + health + "</td><td>" +
         escaped(check.message.text()) +
         (check.fix.empty() ? "" : "<br>Run: <code>" + escaped(check.fix) + "</code>") + "</td></tr>\n";
}

}  // namespace

Reply status_page(const StatusReport& report) {
  const std::string nonce = to_hex(random_bytes(16));
  const std::string health(health_name(report.health()));
  Reply reply;
  reply.type = "text/html; charset=utf-8";
  reply.fields.emplace_back("Content-Security-Policy",
                            "default-src 'none'; style-src 'nonce-" + nonce +
                                "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  reply.body =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>objectos: " +
      health + "</title><style nonce=\"" + nonce + "\">" + std::string(style) +
      "</style></head>\n<body><main><h1>objectos is <span class=\"" + health + "\">" + health +
      "</span></h1>\n<table><thead><tr><th>Check</th><th>State</th><th>What was seen</th></tr></thead>"
      "<tbody>\n";
  for (const StatusCheck& check : report.checks) reply.body += row(check);
  reply.body += "</tbody></table></main>\n<footer>objectos " + std::string(library_version()) + ", " +
                format_time(Clock::system().now_ms()) +
                ". <a href=\"/metrics\">metrics</a>, <a href=\"/health\">health</a>, <a "
                "href=\"/api/v1/openapi.json\">API</a>"
                "</footer></body></html>\n";
  return reply;
}

}  // namespace objectos::http
