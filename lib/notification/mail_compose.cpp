// MIME: the tree of parts that a mail is, and its bytes (RFC 2045, 2046, 2183, 2387).
#include <algorithm>
#include <optional>

#include "core/ascii.hpp"
#include "notification/mail_encoding.hpp"
#include "notification/mail_fields.hpp"
#include "notification/mail_parameters.hpp"
#include "objectos/digest.hpp"
#include "objectos/mail.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

using mail::HeaderLine;

constexpr std::string_view newline = "\r\n";

struct Part {
  std::string headers;  ///< those of the content
  std::string body{};
  std::string multipart{};  ///< the kind, if it has parts of its own: "mixed"
  std::vector<Part> parts{};
};

std::string simple_header(std::string_view name, std::string_view value) {
  HeaderLine line(name);
  line.token(value);
  return std::move(line).finish();
}

Part text_part(std::string_view kind, std::string_view text) {
  mail::Encoded encoded = mail::encoded_text(text);
  HeaderLine type("Content-Type");
  type.token("text/" + std::string(kind));
  const bool is_ascii = encoded.name == "7bit";
  mail::append_parameter(type, "charset", is_ascii ? "us-ascii" : "utf-8");
  Part part{std::move(type).finish(), std::move(encoded.bytes)};
  part.headers += simple_header("Content-Transfer-Encoding", encoded.name);
  return part;
}

/// A message inside of a message must not be encoded (RFC 2046, 5.2.1); one that cannot go as it is goes as a
/// file.
bool is_plain_message(std::string_view type, std::string_view bytes) {
  return ascii::equal_folded(type, "message/rfc822") && mail::is_plain(bytes, 998) &&
         mail::with_crlf(bytes) == bytes && bytes.ends_with(newline);
}

Part file_part(const MailFile& file, std::string_view disposition) {
  std::string type_name = file.type.empty() ? std::string(media_type_of(file.name)) : file.type;
  const bool is_message = is_plain_message(type_name, file.bytes);
  if (!is_message && (ascii::equal_folded(type_name.substr(0, 8), "message/") ||
                      ascii::equal_folded(type_name.substr(0, 10), "multipart/")))
    type_name = "application/octet-stream";
  HeaderLine type("Content-Type");
  type.token(type_name);
  if (ascii::equal_folded(type_name.substr(0, 5), "text/") && is_utf8(file.bytes))
    mail::append_parameter(type, "charset", "utf-8");
  HeaderLine place("Content-Disposition");
  place.token(disposition);
  if (!file.name.empty()) {
    mail::append_old_parameter(type, "name", file.name);
    mail::append_text_parameter(place, "filename", file.name);
  }
  Part part{std::move(type).finish() + std::move(place).finish()};
  if (!file.content_id.empty()) part.headers += simple_header("Content-ID", '<' + file.content_id + '>');
  part.headers += simple_header("Content-Transfer-Encoding", is_message ? "7bit" : "base64");
  part.body = is_message ? std::string(file.bytes) : mail::base64_lines(file.bytes);
  return part;
}

Part multipart(std::string kind, std::vector<Part> parts) {
  Part out{};
  out.multipart = std::move(kind);
  out.parts = std::move(parts);
  return out;
}

Part html_part(const Mail& mail) {
  std::vector<Part> parts;
  parts.push_back(text_part("html", mail.html));
  if (mail.inlines.empty()) return std::move(parts.front());
  for (const MailFile& file : mail.inlines) parts.push_back(file_part(file, "inline"));
  return multipart("related", std::move(parts));
}

Part content_of(const Mail& mail) {
  if (mail.html.empty()) return text_part("plain", mail.text);
  std::vector<Part> parts;
  parts.push_back(text_part("plain", mail.text.empty() ? text_of_html(mail.html) : mail.text));
  parts.push_back(html_part(mail));
  return multipart("alternative", std::move(parts));
}

/// mixed(alternative(text, related(html, inline…)), attachments…), less what there is no need for.
Part tree_of(const Mail& mail) {
  // Without HTML nobody would show what is meant to stand in it.
  const bool has_loose = mail.html.empty() && !mail.inlines.empty();
  if (mail.attachments.empty() && !has_loose) return content_of(mail);
  std::vector<Part> parts;
  parts.push_back(content_of(mail));
  if (has_loose) {
    for (const MailFile& file : mail.inlines) parts.push_back(file_part(file, "attachment"));
  }
  for (const MailFile& file : mail.attachments) parts.push_back(file_part(file, "attachment"));
  return multipart("mixed", std::move(parts));
}

bool occurs(const Part& part, const std::string& word) {
  return part.body.find(word) != part.body.npos ||
         std::any_of(part.parts.begin(), part.parts.end(),
                     [&word](const Part& each) { return occurs(each, word); });
}

/// What all boundaries of the mail begin with. `=_` stands in no quoted-printable and no base64.
std::string boundary_stem(const Mail& mail, const Part& tree) {
  for (std::size_t i = 0;; ++i) {
    std::string stem = "=_" + sha256_hex(mail.message_id + '\n' + std::to_string(i)).substr(0, 24);
    if (!occurs(tree, stem)) return stem;
  }
}

std::size_t size_of(const Part& part) {
  std::size_t size = part.headers.size() + part.body.size() + 200;
  for (const Part& each : part.parts) size += size_of(each) + 60;
  return size;
}

/// `depth` makes boundaries of which none begins with another one.
void append(std::string& out, const Part& part, const std::string& stem, char depth) {
  if (part.multipart.empty()) {
    out += part.headers;
    out += newline;
    out += part.body;
    return;
  }
  const std::string boundary = stem + depth;
  HeaderLine type("Content-Type");
  type.token("multipart/" + part.multipart);
  if (part.multipart == "related") mail::append_parameter(type, "type", "text/html");
  mail::append_parameter(type, "boundary", boundary);
  out += std::move(type).finish();
  out += newline;
  for (const Part& each : part.parts) {
    out += "--" + boundary;
    out += newline;
    append(out, each, stem, static_cast<char>(depth + 1));
    out += newline;
  }
  out += "--" + boundary + "--";
  out += newline;
}

}  // namespace

std::string compose_mail(const Mail& mail) {
  check_mail(mail);
  const Part tree = tree_of(mail);
  std::string out = mail::headers_of(mail);
  out.reserve(out.size() + size_of(tree));
  append(out, tree, boundary_stem(mail, tree), 'a');
  return out;
}

}  // namespace objectos
