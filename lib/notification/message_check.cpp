#include "notification/message_check.hpp"

#include <algorithm>

#include "notification/address_book.hpp"
#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos::notification {
namespace {

constexpr std::string_view line_ends("\r\n\0", 3);

/// What ends up in a line of some protocol is one; refused, not mended: it is somebody's attempt, or a
/// mistake.
void check_lines(const NotificationMessage& message) {
  const auto check = [](std::string_view option, const std::string& text, bool may_be_empty) {
    if (text.find_first_of(line_ends) == text.npos && (may_be_empty || !text.empty())) return;
    throw Error(Errc::usage, Message("notify.one_line", "this must be one line of text, and not empty"))
        .at(option);
  };
  for (const std::string& to : message.to) check("to", to, false);
  for (const std::string& to : message.cc) check("cc", to, false);
  for (const std::string& to : message.bcc) check("bcc", to, false);
  check("subject", message.subject, true);
  check("reply-to", message.reply_to, true);
  check("from", message.from, true);
  for (const auto& [name, value] : message.headers) {
    check("header", name, false);
    check("header", value, true);
  }
  for (const NotificationFile& file : message.files) check("attach", file.name, false);
}

/// The queue keeps text, and every channel sends it as UTF-8; files and whole mails may hold any bytes.
void check_texts(const NotificationMessage& message) {
  const auto check = [](std::string_view option, std::string_view text) {
    if (!is_utf8(text))
      throw Error(Errc::data, Message("notify.utf8", "the text is not valid UTF-8")).at(option);
  };
  for (const std::string& to : message.to) check("to", to);
  for (const std::string& to : message.cc) check("cc", to);
  for (const std::string& to : message.bcc) check("bcc", to);
  check("subject", message.subject);
  check("body", message.body);
  check("html", message.html);
  check("reply-to", message.reply_to);
  check("from", message.from);
  for (const auto& [name, value] : message.headers) {
    check("header", name);
    check("header", value);
  }
}

void check_key(const std::string& key) {
  constexpr std::size_t longest = 255;
  if (key.size() > longest || !is_utf8(key) || key.find_first_of(line_ends) != key.npos) {
    throw Error(Errc::usage,
                Message("notify.key", "an idempotency key is up to 255 bytes of UTF-8 on one line"));
  }
}

}  // namespace

void check_fields(const NotificationMessage& message) {
  check_lines(message);
  check_texts(message);
  check_auth(message.auth);
  check_sign(message.sign);
  check_key(message.idempotency_key);
}

void refuse_unused(const NotificationMessage& message, std::span<const std::string_view> wanted) {
  const std::pair<std::string_view, bool> members[] = {
      {"subject", !message.subject.empty()}, {"body", !message.body.empty()},
      {"html", !message.html.empty()},       {"cc", !message.cc.empty()},
      {"bcc", !message.bcc.empty()},         {"reply-to", !message.reply_to.empty()},
      {"from", !message.from.empty()},       {"header", !message.headers.empty()},
      {"method", !message.method.empty()},   {"auth", !message.auth.empty()},
      {"sign", !message.sign.empty()},       {"attach", !message.files.empty()},
      {"raw", !message.raw.empty()}};
  for (const auto& [name, is_set] : members) {
    if (!is_set || std::find(wanted.begin(), wanted.end(), name) != wanted.end()) continue;
    throw Error(Errc::usage, Message("notify.unused", "the channel {{channel}} has no use for --{{option}}",
                                     {{"channel", message.channel}, {"option", name}}));
  }
}

void refuse_empty(const NotificationMessage& message) {
  if (message.body.empty() && message.subject.empty())
    throw Error(Errc::usage, Message("notify.empty", "the message says nothing: its body is empty"));
}

void require_setting(std::string_view key, std::string_view value) {
  if (value.empty())
    throw Error(Errc::usage, Message("notify.not_set", "{{key}} is not set", {{"key", key}}));
}

}  // namespace objectos::notification
