// Finished messages, as sendmail(8) gets them.
#include <algorithm>

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "notification/mail_encoding.hpp"
#include "notification/mail_fields.hpp"
#include "objectos/error.hpp"
#include "objectos/mail.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

using mail::HeaderLine;

constexpr std::size_t max_line = 998;  // RFC 5322, 2.1.1
constexpr std::size_t max_headers = 1024UL * 1024;
constexpr std::size_t max_name = 100;
constexpr std::string_view newline = "\r\n";

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Without its end; `text` begins behind it afterwards.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// The name of the header that begins with this line; empty: none does.
std::string_view header_name(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos || colon > max_name) return {};
  const std::string_view name = trimmed(line.substr(0, colon));
  return !is_blank(line.front()) && mail::is_header_name(name) ? name : std::string_view();
}

void check_header_line(std::string_view line) {
  if (line.find_first_of(std::string_view("\r\0", 2)) != line.npos)
    throw Error(Errc::data,
                Message("mail.header_control", "a header of the mail holds a NUL or a carriage return"));
}

/// Every line ended by CRLF, the last one too.
std::string wire_lines(std::string_view lf_text) {
  std::string out;
  out.reserve(lf_text.size() + lf_text.size() / 32 + 2);
  for (const char c : lf_text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  if (!out.empty() && !out.ends_with('\n')) out += newline;
  return out;
}

bool has_bare_cr(std::string_view crlf_text) {
  for (auto at = crlf_text.find('\r'); at != crlf_text.npos; at = crlf_text.find('\r', at + 1)) {
    if (at + 1 == crlf_text.size() || crlf_text[at + 1] != '\n') return true;
  }
  return false;
}

/// What must stay as it is otherwise: over-long lines are broken, single CRs end a line, NULs go.
std::string broken_lines(std::string_view lf_text) {
  std::string out;
  std::size_t column = 0;
  for (const char c : lf_text) {
    if (c == '\0') continue;
    if (c == '\n' || c == '\r' || column == max_line) {
      out += newline;
      column = 0;
      if (c == '\n' || c == '\r') continue;
    }
    out += c;
    ++column;
  }
  if (column > 0) out += newline;
  return out;
}

/// Bytes that nobody says the charset of, read as Latin 1 if they are not UTF-8.
std::string as_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  for (const char c : text) utf8::append(out, static_cast<unsigned char>(c));
  return out;
}

bool is_address_header(std::string_view name) {
  for (const char* each : {"From", "Sender", "Reply-To", "To", "Cc"}) {
    if (ascii::equal_folded(name, each)) return true;
  }
  return false;
}

/// Headers that must not be there without a value.
bool is_more_than_nothing(std::string_view name) {
  return is_address_header(name) || ascii::equal_folded(name, "Date") ||
         ascii::equal_folded(name, "Message-ID");
}

bool is_for_the_envelope(std::string_view name) {
  for (const char* each : {"Bcc", "Resent-Bcc", "Return-Path"}) {
    if (ascii::equal_folded(name, each)) return true;
  }
  return false;
}

std::vector<MailAddress> addresses_in(std::string_view name, std::string_view value,
                                      std::string_view local_domain) {
  try {
    return parse_mail_addresses(value, local_domain);
  } catch (const Error& error) {
    throw error.as(Errc::data).at(name);
  }
}

std::string encoded_header(std::string_view name, std::string_view value) {
  HeaderLine line(name);
  std::string text = as_utf8(value);
  std::replace(text.begin(), text.end(), '\t', ' ');
  line.text(text);
  return std::move(line).finish();
}

/// Addresses anew if they could not go as they are, or have no domain; nothing if they are fine.
std::optional<std::string> mended_addresses(std::string_view name, std::string_view value,
                                            std::string_view local_domain) {
  try {
    parse_mail_addresses(value);
    if (std::all_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
      return std::nullopt;
  } catch (const Error&) {
    if (local_domain.empty()) return std::nullopt;
  }
  try {
    HeaderLine line(name);
    mail::append_addresses(line, parse_mail_addresses(value, local_domain));
    return std::move(line).finish();
  } catch (const Error&) {
    return std::nullopt;  // no addresses: it stays what it is
  }
}

std::string header_bytes(std::string_view name, std::string_view value, std::string_view lines,
                         std::string_view local_domain) {
  if (is_address_header(name)) {
    if (auto mended = mended_addresses(name, value, local_domain)) return *mended;
  }
  std::string as_it_stood = wire_lines(lines);
  if (mail::is_plain(as_it_stood, max_line)) return as_it_stood;
  return encoded_header(name, value);
}

std::string simple_header(std::string_view name, std::string_view value) {
  HeaderLine line(name);
  line.token(value);
  return std::move(line).finish();
}

}  // namespace

MailText MailText::read(std::string_view raw) {
  MailText out;
  if (raw.substr(0, 5) == "From ") take_line(raw);
  std::size_t size = 0;
  while (!raw.empty()) {
    std::string_view rest = raw;
    const std::string_view line = take_line(rest);
    if (line.empty()) {
      raw = rest;
      break;
    }
    const bool continues = is_blank(line.front()) && !out.headers_.empty();
    const std::string_view name = continues ? std::string_view() : header_name(line);
    if (!continues && name.empty()) break;
    check_header_line(line);
    size += line.size();
    if (size > max_headers)
      throw Error(Errc::data, Message("mail.headers_long", "the headers of the mail take more than 1 MiB"));
    raw = rest;
    const std::string_view value = trimmed(continues ? line : line.substr(line.find(':') + 1));
    if (continues) {
      if (value.empty()) continue;  // an empty line for some
      Header& header = out.headers_.back();
      header.value += (header.value.empty() ? "" : " ") + std::string(value);
      header.lines += std::string(line) + '\n';
    } else {
      out.headers_.push_back({std::string(name), std::string(value),
                              std::string(name) + ':' + std::string(line.substr(line.find(':') + 1)) + '\n'});
    }
  }
  while (!raw.empty()) {
    const bool is_ended = raw.find('\n') != raw.npos;
    out.body_ += take_line(raw);
    if (is_ended) out.body_ += '\n';
  }
  return out;
}

std::optional<std::string> MailText::header(std::string_view name) const {
  for (const Header& header : headers_) {
    if (ascii::equal_folded(header.name, name)) return header.value;
  }
  return std::nullopt;
}

std::vector<MailAddress> MailText::recipients(std::string_view local_domain) const {
  std::vector<MailAddress> all;
  for (const Header& header : headers_) {
    if (!ascii::equal_folded(header.name, "To") && !ascii::equal_folded(header.name, "Cc") &&
        !ascii::equal_folded(header.name, "Bcc"))
      continue;
    for (MailAddress& address : addresses_in(header.name, header.value, local_domain)) {
      const bool is_known = std::any_of(all.begin(), all.end(), [&address](const MailAddress& known) {
        return known.local == address.local && known.domain == address.domain;
      });
      if (!is_known) all.push_back(std::move(address));
    }
  }
  return all;
}

std::optional<MailAddress> MailText::from(std::string_view local_domain) const {
  for (const char* name : {"From", "Sender"}) {
    const auto value = header(name);
    if (!value) continue;
    auto addresses = addresses_in(name, *value, local_domain);
    if (!addresses.empty()) return std::move(addresses.front());
  }
  return std::nullopt;
}

std::string MailText::bytes(const Missing& missing) const {
  const std::string type = ascii::lower(header("Content-Type").value_or("text/plain"));
  const std::string encoding = ascii::lower(header("Content-Transfer-Encoding").value_or("7bit"));
  std::string body = wire_lines(body_);
  const bool is_fit = mail::is_plain(body, max_line) && !has_bare_cr(body);
  const bool has_parts = type.starts_with("multipart/") || type.starts_with("message/");
  const bool is_encoded = encoding != "7bit" && encoding != "8bit" && encoding != "binary";
  const bool is_encoded_here = !is_fit && !has_parts && !is_encoded;
  if (is_encoded_here) {
    body = mail::quoted_printable(body);
  } else if (!is_fit) {
    body = broken_lines(body_);
  }

  const auto is_missing = [this](std::string_view name) { return header(name).value_or("").empty(); };
  std::string out;
  if (is_missing("Date")) out += simple_header("Date", mail::date_text(missing.date_ms));
  if (is_missing("From")) {
    HeaderLine line("From");
    mail::append_addresses(line, {missing.from});
    out += std::move(line).finish();
  }
  if (is_missing("Message-ID")) out += simple_header("Message-ID", '<' + missing.message_id + '>');
  for (const Header& each : headers_) {
    const bool is_replaced = is_encoded_here && ascii::equal_folded(each.name, "Content-Transfer-Encoding");
    const bool is_void = each.value.empty() && is_more_than_nothing(each.name);
    if (is_for_the_envelope(each.name) || is_replaced || is_void) continue;
    out += header_bytes(each.name, each.value, each.lines, missing.local_domain);
  }
  if (is_missing("To") && is_missing("Cc")) out += simple_header("To", "undisclosed-recipients:;");
  if (is_encoded_here) {
    if (!header("MIME-Version")) out += simple_header("MIME-Version", "1.0");
    if (!header("Content-Type"))
      out += simple_header("Content-Type",
                           is_utf8(body_) ? "text/plain; charset=utf-8" : "text/plain; charset=unknown-8bit");
    out += simple_header("Content-Transfer-Encoding", "quoted-printable");
  }
  return out + std::string(newline) + body;
}

}  // namespace objectos
