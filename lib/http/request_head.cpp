#include "http/request_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/ascii.hpp"

namespace objectos::http {
namespace {

/// Ends the reading; caught by read_head.
struct Refusal {
  int status;
  const char* fault;
};

bool is_token_char(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes the next line, without its CR LF. A bare LF or CR is where readers differ.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end - 1);
  if (end == 0 || rest[end - 1] != '\r' || line.find('\r') != line.npos)
    throw Refusal{400, "a line does not end with CR LF"};
  rest.remove_prefix(end + 1);
  return line;
}

/// The path and query of what the request line names; `http://HOST` in front of it is passed over (RFC
/// 9112, 3.2.2).
void read_target(std::string_view target, RequestHead& head) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() || !ascii::equal_folded(target.substr(0, scheme.size()), scheme))
      continue;
    const std::size_t slash = target.find('/', scheme.size());
    target = slash == target.npos ? std::string_view("/") : target.substr(slash);
    break;
  }
  if (target.empty() || target.front() != '/') throw Refusal{400, "the target of the request is no path"};
  for (const char c : target) {
    if (is_control(c) || static_cast<unsigned char>(c) > 0x7e || c == ' ' || c == '#')
      throw Refusal{400, "the target of the request holds a character that must be written as %XX"};
  }
  const std::size_t question = target.find('?');
  head.path = target.substr(0, question);
  if (question != target.npos) head.query = target.substr(question + 1);
}

void read_request_line(std::string_view line, RequestHead& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == line.npos || first == last || !is_token(line.substr(0, first)))
    throw Refusal{400, "the first line is no request"};
  head.method = line.substr(0, first);
  const std::string_view version = line.substr(last + 1);
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/")
    throw Refusal{400, "the first line is no request"};
  if (version != "HTTP/1.1" && version != "HTTP/1.0") throw Refusal{505, "only HTTP/1.1 is spoken here"};
  head.keeps_alive = version == "HTTP/1.1";
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (target.size() > max_target_bytes) throw Refusal{414, "the target of the request is too long"};
  if (!is_method(head.method)) throw Refusal{501, "the method of the request is not known"};
  read_target(target, head);
}

void read_field(std::string_view line, RequestHead& head) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos || !is_token(line.substr(0, colon)))
    throw Refusal{400, "a header field has no proper name"};  // folded lines, blanks before the colon
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; }))
    throw Refusal{400, "a header field holds a control character"};
  head.fields.emplace_back(ascii::lower(line.substr(0, colon)), value);
}

std::size_t count(const RequestHead& head, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(head.fields.begin(), head.fields.end(),
                                                [&](const auto& field) { return field.first == name; }));
}

/// How long the body is: said once, in one way.
void read_framing(RequestHead& head, bool is_1_1) {
  const std::size_t lengths = count(head, "content-length");
  const std::size_t codings = count(head, "transfer-encoding");
  if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0))
    throw Refusal{400, "the length of the body is said twice"};
  if (lengths == 1) {
    const std::string& text = *head.find("content-length");
    const auto end = text.data() + text.size();
    const bool is_number = !text.empty() && text.size() <= 18 && text.front() >= '0' && text.front() <= '9';
    if (!is_number || std::from_chars(text.data(), end, head.body_bytes).ptr != end)
      throw Refusal{400, "Content-Length is no number"};
  }
  if (codings == 1) {
    if (!is_1_1) throw Refusal{400, "Transfer-Encoding is not of HTTP/1.0"};
    if (!ascii::equal_folded(*head.find("transfer-encoding"), "chunked"))
      throw Refusal{501, "only Transfer-Encoding: chunked is understood"};
    head.is_chunked = true;
  }
}

void read_connection(RequestHead& head) {
  for (const auto& [name, value] : head.fields) {
    if (name != "connection") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view word = trimmed(rest.substr(0, comma));
      if (ascii::equal_folded(word, "close")) head.keeps_alive = false;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
}

RequestHead parse(std::string_view text) {
  RequestHead head;
  read_request_line(take_line(text), head);
  const bool is_1_1 = head.keeps_alive;
  while (true) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    read_field(line, head);
  }
  const std::size_t hosts = count(head, "host");
  if (hosts > 1 || (hosts == 0 && is_1_1)) throw Refusal{400, "a request names its Host once"};
  read_framing(head, is_1_1);
  read_connection(head);
  if (const std::string* expect = head.find("expect")) {
    if (!ascii::equal_folded(*expect, "100-continue"))
      throw Refusal{417, "only Expect: 100-continue is understood"};
    head.waits_for_continue = is_1_1 && head.has_body();
  }
  return head;
}

}  // namespace

const std::string* RequestHead::find(std::string_view name) const {
  for (const auto& [known, value] : fields) {
    if (known == name) return &value;
  }
  return nullptr;
}

bool is_method(std::string_view word) {
  static constexpr std::array<std::string_view, 7> known = {"GET",   "HEAD",   "POST",   "PUT",
                                                            "PATCH", "DELETE", "OPTIONS"};
  return std::find(known.begin(), known.end(), word) != known.end();
}

HeadReading read_head(std::string_view bytes) {
  HeadReading reading;
  std::size_t skipped = 0;
  if (bytes.substr(0, 2) == "\r\n") skipped = 2;  // left behind by a body (RFC 9112, 2.2)
  // The end is looked for by LF alone, so that a head with bare LFs is refused and not waited for.
  std::size_t end = bytes.npos;
  for (std::size_t at = bytes.find('\n', skipped); at != bytes.npos; at = bytes.find('\n', at + 1)) {
    const std::string_view after = bytes.substr(at + 1, 2);
    if (after.substr(0, 1) == "\n") end = at + 2;
    if (after == "\r\n") end = at + 3;
    if (end != bytes.npos) break;
  }
  if ((end == bytes.npos ? bytes.size() : end) > max_head_bytes) {
    const bool is_target = std::min(bytes.find('\n', skipped), bytes.size()) > max_target_bytes;
    reading.status = is_target ? 414 : 431;
    reading.fault = is_target ? "the target of the request is too long" : "the header fields are too long";
    return reading;
  }
  if (end == bytes.npos) return reading;
  try {
    reading.head = parse(bytes.substr(skipped, end - skipped));
    reading.size = end;
  } catch (const Refusal& refusal) {
    reading.status = refusal.status;
    reading.fault = refusal.fault;
  }
  return reading;
}

}  // namespace objectos::http
