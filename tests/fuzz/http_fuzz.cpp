// URLs as anybody may write them, what a server may answer, and values of labels on their way into a path.
#include <string>

#include "core/percent.hpp"
#include "fuzz.hpp"
#include "metrics/push.hpp"
#include "objectos/http_client.hpp"

namespace {

using namespace objectos;

void read_url(std::string_view text) {
  HttpUrl url;
  if (!succeeds(Errc::usage, [&] { url = HttpUrl::parse(text); })) return;
  MUST_HOLD(!url.host.empty() && url.port >= 1 && url.port <= 65535 && url.path.starts_with('/'));
  // Nothing in it can end a line, and read again it is the same, without its login.
  const std::string again = url.text();
  MUST_HOLD(again.find_first_of("\r\n \t#") == again.npos);
  const HttpUrl same = HttpUrl::parse(again);
  MUST_HOLD(same.text() == again && same.host == url.host && same.path == url.path &&
            same.query == url.query);
  MUST_HOLD(same.login.user.empty() && same.login.password.empty());
}

void read_answer(std::string_view text) {
  HttpResponse response;
  response.body = text;
  const std::string excerpt = response.excerpt();
  MUST_HOLD(excerpt.size() <= 303 && is_utf8(excerpt));
  for (const char c : excerpt) MUST_HOLD(static_cast<unsigned char>(c) >= ' ' && c != 0x7f);
}

/// The path has as many steps as labels, and each value comes out of it again.
void make_path(std::string_view text) {
  MetricsPush push{.gateway = {}, .job = std::string(text), .group = {{"a", std::string(text)}}};
  const std::string path = metrics::push_path(push);
  const std::string encoded = path.substr(path.rfind('/') + 1);
  if (path.find("@base64") == path.npos) {
    MUST_HOLD(encoded != "." && encoded != ".." && percent::encoded(text) == encoded);
    if (text.find('\0') == text.npos) MUST_HOLD(percent::decoded(encoded) == text);
    return;
  }
  std::string base64 = encoded == "=" ? "" : encoded;
  for (char& c : base64) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (base64.size() % 4 != 0) base64 += '=';
  MUST_HOLD(base64_decode(base64) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  read_url(text);
  read_url("https://" + std::string(text));
  read_answer(text);
  make_path(text);
  return 0;
}
