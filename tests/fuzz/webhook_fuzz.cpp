// Headers and body of a webhook that was received: no crash; what a stranger sends never passes, and what was signed does.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "notification/webhook_signature.hpp"
#include "objectos/webhook_signature.hpp"

using namespace objectos;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto cut = std::min(input.find('\0'), input.size());
  const std::string_view lines = input.substr(0, cut);
  const std::string_view body = input.substr(std::min(cut + 1, input.size()));
  constexpr std::int64_t now = 1'700'000'000'000;
  const std::string secret = "whsec_" + base64_encode(std::string(32, 'k'));
  const std::vector<HttpHeader> headers = read_header_lines(lines);
  for (const char* scheme : {"standard", "github", "stripe"}) {
    const DeliverySignature signature{scheme, {secret}};
    if (notification::is_signed(signature, headers, body, now)) std::abort();  // nobody guesses a MAC
    std::string signed_lines = "HTTP/1.1 200 OK\r\nwebhook-id: msg_1\r\n";
    for (const auto& [name, value] : notification::sign_headers(signature, "msg_1", now, body))
      signed_lines += name + ": " + value + "\r\n";
    if (!notification::is_signed(signature, read_header_lines(signed_lines), body, now)) std::abort();
  }
  return 0;
}
