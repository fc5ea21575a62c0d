// What a mail must not hold.
#include <algorithm>

#include "core/ascii.hpp"
#include "core/envelope_address.hpp"
#include "notification/mail_fields.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"
#include "objectos/mail.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

constexpr std::size_t max_id = 250;      // a line of headers with its name has room for it
constexpr std::size_t max_header = 900;  // one word of it; a line must not have more than 998 bytes
constexpr std::size_t max_header_name = 70;

[[noreturn]] void bad(const Message& why) {
  throw Error(Errc::usage, why);
}

/// One line of UTF-8.
void check_line(std::string_view field, std::string_view text) {
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos)
    bad(Message("mail.line", "{{field}} must not hold a newline or a NUL", {{"field", field}}));
  if (!is_utf8(text)) bad(Message("mail.utf8", "{{field}} is not UTF-8", {{"field", field}}));
}

void check_body(std::string_view field, std::string_view text) {
  if (text.find('\0') != text.npos)
    bad(Message("mail.nul", "{{field}} must not hold a NUL", {{"field", field}}));
  if (!is_utf8(text)) bad(Message("mail.utf8", "{{field}} is not UTF-8", {{"field", field}}));
}

/// Members of an address may have been set by hand.
void check_address(std::string_view field, const MailAddress& address) {
  check_line(field, address.name);
  const bool has_control = std::any_of(address.name.begin(), address.name.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
  });
  if (has_control)
    bad(Message("mail.name", "a name in {{field}} must not hold a control character", {{"field", field}}));
  try {
    const std::string text = address.address();
    if (envelope_address(text) != text) throw_no_address(text);
  } catch (const Error& error) {
    throw error.at(field);
  }
}

void check_addresses(std::string_view field, const std::vector<MailAddress>& addresses) {
  for (const MailAddress& address : addresses) check_address(field, address);
}

void check_id(std::string_view field, std::string_view id) {
  if (id.size() > max_id || !mail::is_id(id))
    bad(Message("mail.id", "{{field}} is no identifier of the form left@right: \"{{id}}\"",
                {{"field", field}, {"id", printable(id.substr(0, max_id))}}));
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
  });
}

bool is_media_type(std::string_view type) {
  const std::size_t slash = type.find('/');
  return type.size() <= 127 && slash != type.npos && is_token(type.substr(0, slash)) &&
         is_token(type.substr(slash + 1));
}

void check_file(const MailFile& file) {
  check_line("the name of a file", file.name);
  if (!file.type.empty() && !is_media_type(file.type))
    bad(Message("mail.media_type", "\"{{type}}\" is no media type such as image/png",
                {{"type", printable(std::string_view(file.type).substr(0, 100))}}));
  // A content id may be any word here: HTML names it as it is.
  const std::string& id = file.content_id;
  const bool is_sound = id.size() <= max_id && std::all_of(id.begin(), id.end(), [](char c) {
                          return c > ' ' && c < 0x7F && c != '<' && c != '>';
                        });
  if (!is_sound)
    bad(Message("mail.content_id", "\"{{id}}\" is no content id: one word in ASCII",
                {{"id", printable(std::string_view(id).substr(0, 100))}}));
}

bool is_of_composer(std::string_view name) {
  for (const char* own : {"From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID",
                          "MIME-Version", "Return-Path"}) {
    if (ascii::equal_folded(name, own)) return true;
  }
  return ascii::equal_folded(name.substr(0, 8), "Content-");
}

void check_header(std::string_view name, std::string_view value) {
  if (!mail::is_header_name(name) || name.size() > max_header_name)
    bad(Message("mail.header_name", "\"{{name}}\" is not the name of a header",
                {{"name", printable(name.substr(0, 100))}}));
  if (is_of_composer(name))
    bad(Message("mail.header_taken",
                "the header {{name}} cannot be added: other fields of the mail stand for it",
                {{"name", name}}));
  check_line("the header " + std::string(name), value);
  for (std::size_t begin = 0; begin < value.size();) {
    const std::size_t end = std::min(value.find(' ', begin), value.size());
    if (end - begin > max_header)
      bad(Message("mail.header_long", "the header {{name}} has a word of more than {{most}} bytes",
                  {{"name", name}, {"most", max_header}}));
    begin = end + 1;
  }
}

}  // namespace

void check_mail(const Mail& mail) {
  check_address("from", mail.from);
  check_addresses("to", mail.to);
  check_addresses("cc", mail.cc);
  check_addresses("reply_to", mail.reply_to);
  if (mail.to.empty() && mail.cc.empty())
    bad(Message("mail.no_recipient", "a mail needs a recipient in to or cc"));
  check_line("the subject", mail.subject);
  check_body("the text", mail.text);
  check_body("the HTML", mail.html);
  check_id("the message id", mail.message_id);
  for (const auto& [name, value] : mail.headers) check_header(name, value);
  for (const MailFile& file : mail.attachments) check_file(file);
  for (const MailFile& file : mail.inlines) {
    check_file(file);
    if (file.content_id.empty())
      bad(Message("mail.inline", "a file within the HTML needs a content id, by which that names it"));
  }
}

}  // namespace objectos
