#include "catch.hpp"
#include "http/exposition.hpp"

using namespace objectos;  // NOLINT(google-build-using-namespace)
using http::choose_exposition;

namespace {

constexpr const char* text = "text/plain; version=0.0.4; charset=utf-8";
constexpr const char* openmetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

http::ExpositionChoice choice(const std::string& accept) {
  return choose_exposition(&accept, nullptr);
}

}  // namespace

TEST_CASE("exposition: what is accepted decides on the format") {
  CHECK(choose_exposition(nullptr, nullptr).type == text);
  const std::pair<const char*, const char*> cases[] = {
      {"", text},
      {"*/*", text},
      {"text/html", text},
      {"text/plain", text},
      {"application/openmetrics-text", openmetrics},
      {"application/openmetrics-text;version=1.0.0", openmetrics},
      {"application/openmetrics-text; version=0.0.1", text},
      {"text/plain;q=0.5, application/openmetrics-text;q=0.4", text},
      {"text/plain;q=0.4, APPLICATION/OpenMetrics-Text;Q=0.5", openmetrics},
      {"application/openmetrics-text;q=0", text},
      {"application/openmetrics-text;q=nonsense", text},
      // Prometheus 2.42
      {"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
       "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
       openmetrics},
  };
  for (const auto& [accept, type] : cases) {
    INFO(accept);
    CHECK(choice(accept).type == type);
  }
}

TEST_CASE("exposition: names are escaped as is asked, and what is not known is not repeated") {
  // Prometheus 3
  const auto newest = choice(
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/"
      "openmetrics-text;version=0.0.1;q=0.4,"
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1");
  CHECK(newest.type == std::string(openmetrics) + "; escaping=allow-utf-8");
  CHECK(newest.escaping == MetricsEscaping::allow_utf8);
  CHECK(choice("text/plain;escaping=dots").escaping == MetricsEscaping::dots);
  CHECK(choice("text/plain;escaping=values").escaping == MetricsEscaping::values);
  const auto unknown = choice("application/openmetrics-text;escaping=other");
  CHECK(unknown.type == openmetrics);
  CHECK(unknown.escaping == MetricsEscaping::underscores);
}

TEST_CASE("exposition: packed if the client can") {
  const std::pair<const char*, bool> cases[] = {
      {"gzip", true},   {"deflate, gzip;q=0.5", true}, {"*", true}, {"identity", false}, {"gzip;q=0", false},
      {"*;q=0", false}, {"gzip;q=0, *", false},        {"", false}};
  for (const auto& [encoding, is_gzipped] : cases) {
    INFO(encoding);
    const std::string accept_encoding = encoding;
    CHECK(choose_exposition(nullptr, &accept_encoding).is_gzipped == is_gzipped);
  }
  CHECK_FALSE(choose_exposition(nullptr, nullptr).is_gzipped);
}
