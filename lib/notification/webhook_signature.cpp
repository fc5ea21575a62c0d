#include "notification/webhook_signature.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "core/ascii.hpp"
#include "notification/address_book.hpp"
#include "objectos/digest.hpp"
#include "objectos/error.hpp"
#include "objectos/webhook_signature.hpp"

namespace objectos::notification {
namespace {

constexpr std::int64_t tolerance_seconds = 5 * 60;
constexpr std::string_view standard_prefix = "whsec_";

/// The bytes of a secret of Standard Webhooks: 24 to 64.
std::string standard_key(std::string_view secret) {
  if (secret.starts_with(standard_prefix)) secret.remove_prefix(standard_prefix.size());
  const auto key = base64_decode(secret);
  if (!key || key->size() < 24 || key->size() > 64) {
    throw Error(Errc::usage,
                Message("notify.webhook_secret",
                        "the secret of a signature \"standard\" is whsec_ and base64 of 24 to 64 bytes"));
  }
  return *key;
}

std::string standard_mac(std::string_view secret, std::string_view id, std::string_view time,
                         std::string_view body) {
  std::string text(id);
  text.append(".").append(time).append(".").append(body);
  return "v1," + base64_encode(hmac_sha256(standard_key(secret), text));
}
std::string github_mac(std::string_view secret, std::string_view body) {
  return "sha256=" + to_hex(hmac_sha256(secret, body));
}
std::string stripe_mac(std::string_view secret, std::string_view time, std::string_view body) {
  std::string text(time);
  text.append(".").append(body);
  return to_hex(hmac_sha256(secret, text));
}

std::string_view header(const std::vector<HttpHeader>& headers, std::string_view name) {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const HttpHeader& one) { return one.first == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

bool is_recent(std::string_view seconds, std::int64_t now_ms) {
  std::int64_t time = 0;
  const auto read = std::from_chars(seconds.data(), seconds.data() + seconds.size(), time);
  if (read.ec != std::errc() || read.ptr != seconds.data() + seconds.size() || time < 0) return false;
  return std::abs(now_ms / 1000 - time) <= tolerance_seconds;
}

/// Calls `visit` with each piece between separators.
template <class Visit>
void each_piece(std::string_view text, char separator, const Visit& visit) {
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool has_entry(std::string_view list, std::string_view wanted) {
  bool found = false;
  each_piece(list, ' ', [&](std::string_view entry) { found = same_secret(entry, wanted) || found; });
  return found;
}

struct StripeHeader {
  std::string_view time;
  std::vector<std::string_view> macs;
};
StripeHeader stripe_header(std::string_view text) {
  StripeHeader parts;
  each_piece(text, ',', [&](std::string_view item) {
    if (item.starts_with("t=")) parts.time = item.substr(2);
    if (item.starts_with("v1=")) parts.macs.push_back(item.substr(3));
  });
  return parts;
}

bool is_signed_by(const std::string& scheme, const std::string& secret,
                  const std::vector<HttpHeader>& headers, std::string_view body, std::int64_t now_ms) {
  if (scheme == "github")
    return same_secret(header(headers, "x-hub-signature-256"), github_mac(secret, body));
  if (scheme == "stripe") {
    const StripeHeader parts = stripe_header(header(headers, "stripe-signature"));
    const std::string mac = stripe_mac(secret, parts.time, body);
    bool found = false;
    for (const std::string_view one : parts.macs) found = same_secret(one, mac) || found;
    return found && is_recent(parts.time, now_ms);
  }
  const std::string_view time = header(headers, "webhook-timestamp");
  const std::string mac = standard_mac(secret, header(headers, "webhook-id"), time, body);
  return has_entry(header(headers, "webhook-signature"), mac) && is_recent(time, now_ms);
}

}  // namespace

void check_signature(const DeliverySignature& signature) {
  if (signature.scheme != "standard") return;
  for (const std::string& secret : signature.secrets) standard_key(secret);
}

std::vector<HttpHeader> sign_headers(const DeliverySignature& signature, std::string_view id,
                                     std::int64_t now_ms, std::string_view body) {
  const std::string time = std::to_string(now_ms / 1000);
  std::string macs;
  if (signature.scheme == "github")
    return {{"X-Hub-Signature-256", github_mac(signature.secrets.at(0), body)}};
  if (signature.scheme == "stripe")
    return {{"Stripe-Signature", "t=" + time + ",v1=" + stripe_mac(signature.secrets.at(0), time, body)}};
  if (signature.scheme != "standard") return {};
  for (const std::string& secret : signature.secrets)
    macs.append(macs.empty() ? "" : " ").append(standard_mac(secret, id, time, body));
  return {{"webhook-timestamp", time}, {"webhook-signature", macs}};
}

bool is_signed(const DeliverySignature& signature, const std::vector<HttpHeader>& headers,
               std::string_view body, std::int64_t now_ms) {
  return std::any_of(signature.secrets.begin(), signature.secrets.end(), [&](const std::string& secret) {
    return is_signed_by(signature.scheme, secret, headers, body, now_ms);
  });
}

}  // namespace objectos::notification

namespace objectos {

std::vector<HttpHeader> read_header_lines(std::string_view text) {
  std::vector<HttpHeader> headers;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto colon = line.find(':');
    if (colon == line.npos) continue;
    std::string name = ascii::lower(line.substr(0, colon));
    const auto begin = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
    headers.emplace_back(std::move(name), line.substr(begin));
  }
  return headers;
}

bool is_signed_webhook(std::string_view sign, const std::vector<HttpHeader>& headers, std::string_view body,
                       std::int64_t now_ms) {
  const DeliverySignature signature = notification::signature_of(sign);
  notification::check_signature(signature);
  return !signature.secrets.empty() && notification::is_signed(signature, headers, body, now_ms);
}

}  // namespace objectos
