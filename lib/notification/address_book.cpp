#include "notification/address_book.hpp"

#include <algorithm>

#include "core/json_tree.hpp"
#include "notification/webhook_signature.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"
#include "objectos/secret.hpp"

namespace objectos::notification {
namespace {

constexpr std::string_view section = "notification.targets";

// ---- reading the configuration

[[noreturn]] void refuse(const std::string& place) {
  throw Error(Errc::usage, Message("notify.target", "this is text, or a list of texts")).at(place);
}

std::vector<std::string> texts_of(const json::Node& node, const std::string& place) {
  if (node.kind == json::Kind::string) return {node.string};
  if (node.kind != json::Kind::array) refuse(place);
  std::vector<std::string> all;
  for (const json::Node& item : node.elements) {
    if (item.kind != json::Kind::string) refuse(place);
    all.push_back(item.string);
  }
  return all;
}

std::string text_of(const json::Node& node, const std::string& place) {
  if (node.kind != json::Kind::string) refuse(place);
  return node.string;
}

/// In the way of existing configurations, a bearer's token may stand alone.
Target target_of(const json::Node& node, const std::string& place) {
  Target target;
  if (node.kind != json::Kind::object) {
    target.to = texts_of(node, place);
    return target;
  }
  for (const json::Member& member : node.members) {
    const std::string at = place + "." + member.key;
    if (member.key == "channel")
      target.channel = text_of(member.value, at);
    else if (member.key == "to")
      target.to = texts_of(member.value, at);
    else if (member.key == "url")
      target.url = text_of(member.value, at);
    else if (member.key == "method")
      target.method = text_of(member.value, at);
    else if (member.key == "auth")
      target.auth = text_of(member.value, at);
    else if (member.key == "sign")
      target.sign = text_of(member.value, at);
    else if (member.key == "token" || member.key == "apiToken")
      target.auth = "bearer:" + text_of(member.value, at);
    else if (member.key == "headers") {
      for (const json::Member& header : member.value.members)
        target.headers.emplace_back(header.key, text_of(header.value, at + "." + header.key));
    } else {
      throw Error(
          Errc::usage, Message("notify.target_key", "a target has no \"{{key}}\"", {{"key", member.key}}),
          Message("notify.target_key_hint", "it has channel, to, url, method, headers, auth and sign"))
          .at(place);
    }
  }
  if (target.to.empty() == target.url.empty())
    throw Error(Errc::usage, Message("notify.target_address", "a target has either to or url")).at(place);
  return target;
}

// ---- schemes

struct Spec {
  std::string_view scheme;
  std::string_view secret;
};

Spec split(std::string_view spec) {
  const auto colon = spec.find(':');
  if (colon == spec.npos) return {spec, {}};
  return {spec.substr(0, colon), spec.substr(colon + 1)};
}

bool is_auth_scheme(std::string_view scheme) {
  return scheme == "basic" || scheme == "bearer";
}
bool is_sign_scheme(std::string_view scheme) {
  return scheme == "standard" || scheme == "github" || scheme == "stripe";
}

std::string secret_of(std::string_view text, bool may_be_literal) {
  if (!may_be_literal || is_value_name(text)) return read_secret(text);
  add_secret(text);
  return std::string(text);
}

HttpLogin login_of(std::string_view auth, bool may_be_literal) {
  HttpLogin login;
  if (auth.empty()) return login;
  const Spec spec = split(auth);
  if (!is_auth_scheme(spec.scheme)) check_auth(auth);
  std::string secret = secret_of(spec.secret, may_be_literal);
  if (spec.scheme == "bearer") {
    login.bearer = std::move(secret);
    return login;
  }
  const auto colon = secret.find(':');
  login.user = secret.substr(0, colon);
  if (colon != secret.npos) login.password = secret.substr(colon + 1);
  add_secret(login.password);
  return login;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(" \t\r\n", at)) != text.npos;) {
    const auto end = std::min(text.find_first_of(" \t\r\n", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

}  // namespace

void check_auth(std::string_view auth) {
  const Spec spec = split(auth);
  if (auth.empty() || (is_auth_scheme(spec.scheme) && is_value_name(spec.secret))) return;
  throw Error(Errc::usage, Message("notify.auth", "this is not the way to name a login"),
              Message("notify.auth_hint",
                      "basic:SECRET (user:password) or bearer:SECRET, a SECRET being env:NAME, "
                      "file:PATH or cmd:COMMAND"))
      .at("auth");
}

void check_sign(std::string_view sign) {
  const Spec spec = split(sign);
  if (sign.empty() || (is_sign_scheme(spec.scheme) && is_value_name(spec.secret))) return;
  throw Error(Errc::usage, Message("notify.sign", "this is not the way to name a signature"),
              Message("notify.sign_hint",
                      "standard:SECRET, github:SECRET or stripe:SECRET, a SECRET being env:NAME, "
                      "file:PATH or cmd:COMMAND"))
      .at("sign");
}

DeliverySignature signature_of(std::string_view sign, bool may_be_literal) {
  if (sign.empty()) return {};
  const Spec spec = split(sign);
  if (!may_be_literal || !is_sign_scheme(spec.scheme)) check_sign(sign);
  DeliverySignature signature{std::string(spec.scheme), {}};
  const std::string secret = secret_of(spec.secret, may_be_literal);
  // Others than Standard Webhooks know one secret only, which may have blanks in it.
  signature.secrets = spec.scheme == "standard" ? words_of(secret) : std::vector<std::string>{secret};
  for (const std::string& word : signature.secrets) add_secret(word);
  return signature;
}

AddressBook::AddressBook(const Config& config) : config_(config) {}

const AddressBook::Targets& AddressBook::targets() const {
  const std::lock_guard lock(mutex_);
  if (targets_) return *targets_;
  Targets read;
  if (config_.is_set(section)) {
    const std::string text = config_.json(section).raw();
    const json::Node tree = json::parse_tree(text, {section, 1}, json::Reader::Dialect::strict);
    for (const json::Member& member : tree.members)
      read.emplace(member.key, target_of(member.value, std::string(section) + "." + member.key));
  }
  return targets_.emplace(std::move(read));
}

std::vector<std::string> AddressBook::names() const {
  std::vector<std::string> names;
  for (const auto& [name, target] : targets()) names.push_back(name);
  return names;
}

const Target& AddressBook::find(std::string_view name) const {
  const Targets& all = targets();
  const auto found = all.find(name);
  if (found != all.end()) return found->second;
  const auto near = nearest(name, names());
  throw Error(
      Errc::usage,
      Message("notify.no_target", "there is no target \"{{name}}\" in notification.targets",
              {{"name", name}}),
      near ? Message("cli.did_you_mean", "did you mean \"{{word}}\"?", {{"word", *near}}) : Message());
}

void AddressBook::expand(NotificationMessage& message) const {
  std::vector<std::string> all;
  for (std::string& to : message.to) {
    if (!to.starts_with('@')) {
      all.push_back(std::move(to));
      continue;
    }
    const Target& target = find(std::string_view(to).substr(1));
    if (message.channel.empty()) message.channel = target.channel;
    if (!target.channel.empty() && target.channel != message.channel) {
      throw Error(Errc::usage,
                  Message("notify.target_channel", "{{name}} is a target of the channel {{channel}}",
                          {{"name", to}, {"channel", target.channel}}));
    }
    if (target.to.empty()) {
      all.push_back(std::move(to));
    } else {
      all.insert(all.end(), target.to.begin(), target.to.end());
    }
  }
  message.to = std::move(all);
}

DeliveryAddress AddressBook::resolve(const NotificationMessage& message, std::string_view to) const {
  DeliveryAddress address;
  const Target* target = to.starts_with('@') ? &find(to.substr(1)) : nullptr;
  if (target) {
    address.text = is_value_name(target->url) ? read_secret(target->url) : target->url;
    address.method = target->method;
    address.headers = target->headers;
  } else {
    address.text = is_address_name(to) ? read_secret(to) : std::string(to);
  }
  const bool uses_target_auth = message.auth.empty() && target;
  address.login =
      login_of(uses_target_auth ? std::string_view(target->auth) : message.auth, uses_target_auth);
  const bool uses_target_sign = message.sign.empty() && target;
  address.signature =
      signature_of(uses_target_sign ? std::string_view(target->sign) : message.sign, uses_target_sign);
  check_signature(address.signature);
  return address;
}

}  // namespace objectos::notification
