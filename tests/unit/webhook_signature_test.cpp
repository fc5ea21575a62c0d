// Signatures of webhooks: the vectors that their makers publish, and what must not pass.
#include "notification/webhook_signature.hpp"

#include "catch.hpp"
#include "objectos/digest.hpp"
#include "thrown.hpp"

using namespace objectos;
using namespace objectos::notification;

namespace {

std::vector<HttpHeader> lower(std::vector<HttpHeader> headers) {
  for (auto& [name, value] : headers) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return headers;
}

const std::string standard_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

}  // namespace

TEST_CASE("HMAC over SHA-256 has the vectors of RFC 4231") {
  CHECK(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'),
                           "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("A standard signature has the vector of Standard Webhooks") {
  const auto headers = sign_headers({"standard", {standard_secret}}, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                    1614265330'000, R"({"test": 2432232314})");
  CHECK(headers ==
        std::vector<HttpHeader>{{"webhook-timestamp", "1614265330"},
                                {"webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}});
}

TEST_CASE("A github signature has GitHub's vector") {
  const auto headers = sign_headers({"github", {"It's a Secret to Everybody"}}, "id", 0, "Hello, World!");
  CHECK(headers ==
        std::vector<HttpHeader>{{"X-Hub-Signature-256",
                                 "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"}});
}

TEST_CASE("A stripe signature is of the time and the body") {
  const auto headers = sign_headers({"stripe", {"whsec_test_secret"}}, "id", 1492774577'000,
                                    R"({"id":"evt_1","object":"event"})");
  CHECK(headers == std::vector<HttpHeader>{
                       {"Stripe-Signature",
                        "t=1492774577,v1=654b43d3508ecadb3f8cefc4bc7d3d2bdc5ba9e03bf2c89b2d0657a8e24e4543"}});
}

TEST_CASE("What was signed passes, for five minutes, by either of two secrets, and nothing else does") {
  const std::string other = "whsec_" + base64_encode(std::string(32, 'k'));
  const std::string scheme = GENERATE("standard", "stripe", "github");
  const bool has_time = scheme != "github";
  const DeliverySignature both{scheme, {standard_secret, other}};
  const std::int64_t now = 1'700'000'000'000;
  auto headers = lower(sign_headers(both, "msg_1", now, "body"));
  headers.emplace_back("webhook-id", "msg_1");
  CHECK(is_signed(both, headers, "body", now));
  CHECK(is_signed({scheme, {standard_secret}}, headers, "body", now));
  CHECK(is_signed({scheme, {other}}, headers, "body", now) ==
        (scheme == "standard"));  // the others sign with the first
  CHECK_FALSE(is_signed({scheme, {"whsec_" + base64_encode(std::string(24, 'x'))}}, headers, "body", now));
  CHECK_FALSE(is_signed(both, headers, "body ", now));
  CHECK_FALSE(is_signed(both, {}, "body", now));
  CHECK(is_signed(both, headers, "body", now + 300'000));
  CHECK(is_signed(both, headers, "body", now - 300'000));
  CHECK(is_signed(both, headers, "body", now + 301'000) == !has_time);
  CHECK(is_signed(both, headers, "body", now - 301'000) == !has_time);
}

TEST_CASE("A secret that the standard cannot use is refused") {
  for (const std::string secret : {"whsec_abc", "whsec_", "no base64!", "whsec_c2hvcnQ="})
    CHECK(thrown_code([&] { check_signature({"standard", {secret}}); }) == "usage");
  CHECK(thrown([&] { check_signature({"standard", {standard_secret}}); }) == "nothing");
  CHECK(thrown([&] { check_signature({"github", {"anything"}}); }) == "nothing");
}
