#include "http/exposition.hpp"

#include <zlib.h>

#include <charconv>
#include <exception>
#include <new>
#include <optional>

#include "core/ascii.hpp"

namespace objectos::http {
namespace {

/// The next piece up to `separator`, without blanks around it; quotes are not looked into, since nothing we
/// know of has any.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  std::string_view piece = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  const std::size_t first = piece.find_first_not_of(" \t");
  if (first == piece.npos) return {};
  return piece.substr(first, piece.find_last_not_of(" \t") - first + 1);
}

/// A media range or coding with its parameters.
struct Wish {
  std::string name;
  std::string version, escaping;
  double q = 1;
};

Wish read_wish(std::string_view text) {
  Wish wish;
  wish.name = ascii::lower(take(text, ';'));
  while (!text.empty()) {
    std::string_view value = take(text, ';');
    const std::string name = ascii::lower(take(value, '='));
    if (name == "version") wish.version = value;
    if (name == "escaping") wish.escaping = value;
    if (name == "q" && std::from_chars(value.data(), value.data() + value.size(), wish.q).ec != std::errc())
      wish.q = 0;
  }
  if (!(wish.q >= 0 && wish.q <= 1)) wish.q = 0;
  return wish;
}

std::optional<MetricsEscaping> escaping_of(std::string_view name) {
  if (name == "underscores") return MetricsEscaping::underscores;
  if (name == "dots") return MetricsEscaping::dots;
  if (name == "values") return MetricsEscaping::values;
  if (name == "allow-utf-8") return MetricsEscaping::allow_utf8;
  return std::nullopt;
}

std::optional<MetricsFormat> format_of(const Wish& wish) {
  if (wish.name == "application/openmetrics-text")
    return wish.version.empty() || wish.version == "1.0.0" ? std::optional(MetricsFormat::openmetrics)
                                                           : std::nullopt;
  const bool is_any = wish.name == "*/*" || wish.name == "text/*";
  const bool is_plain = wish.name == "text/plain" && (wish.version.empty() || wish.version == "0.0.4");
  return is_any || is_plain ? std::optional(MetricsFormat::prometheus) : std::nullopt;
}

bool wants_gzip(const std::string* accept_encoding) {
  std::string_view rest = accept_encoding ? std::string_view(*accept_encoding) : std::string_view();
  std::optional<double> gzip, any;
  while (!rest.empty()) {
    const Wish wish = read_wish(take(rest, ','));
    if (wish.name == "gzip" || wish.name == "x-gzip") gzip = wish.q;
    if (wish.name == "*") any = wish.q;
  }
  return gzip.value_or(any.value_or(0)) > 0;
}

std::string gzipped(std::string_view text) {
  constexpr int gzip_window = 15 + 16;
  z_stream stream{};
  // Level 1: a scrape waits for it, and every fifth byte is left even so.
  if (::deflateInit2(&stream, 1, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(::deflateBound(&stream, text.size()), '\0');
  stream.next_in =
      reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // NOLINT: zlib does not write there
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  ::deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

std::string content_type(MetricsFormat format) {
  return format == MetricsFormat::openmetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                              : "text/plain; version=0.0.4; charset=utf-8";
}

}  // namespace

ExpositionChoice choose_exposition(const std::string* accept, const std::string* accept_encoding) {
  ExpositionChoice choice;
  choice.type = content_type(choice.format);
  double best = 0;
  for (std::string_view rest = accept ? std::string_view(*accept) : std::string_view(); !rest.empty();) {
    const Wish wish = read_wish(take(rest, ','));
    const auto format = format_of(wish);
    if (!format || wish.q <= best) continue;
    best = wish.q;
    choice.format = *format;
    const auto escaping = escaping_of(wish.escaping);
    choice.escaping = escaping.value_or(MetricsEscaping::underscores);
    choice.type = content_type(*format) + (escaping ? "; escaping=" + wish.escaping : "");
  }
  choice.is_gzipped = wants_gzip(accept_encoding);
  return choice;
}

struct Exposition::Rendering {
  bool is_done = false;
  std::shared_ptr<const std::string> text;
  std::exception_ptr error;
  std::condition_variable done;
};

std::shared_ptr<const std::string> Exposition::render(const ExpositionChoice& choice) {
  const int key =
      static_cast<int>(choice.format) * 16 + static_cast<int>(choice.escaping) * 2 + choice.is_gzipped;
  std::shared_ptr<Rendering> rendering;
  {
    std::unique_lock lock(mutex_);
    auto& place = under_way_[key];
    if (place) {
      const std::shared_ptr<Rendering> other = place;
      other->done.wait(lock, [&] { return other->is_done; });
      if (other->error) std::rethrow_exception(other->error);
      return other->text;
    }
    rendering = place = std::make_shared<Rendering>();
  }
  try {
    std::string text;
    metrics_->write(choice.format, choice.escaping, [&](std::string_view piece) { text.append(piece); });
    rendering->text =
        std::make_shared<const std::string>(choice.is_gzipped ? gzipped(text) : std::move(text));
  } catch (...) {
    rendering->error = std::current_exception();
  }
  {
    const std::lock_guard lock(mutex_);
    under_way_.erase(key);
    rendering->is_done = true;
  }
  rendering->done.notify_all();
  if (rendering->error) std::rethrow_exception(rendering->error);
  return rendering->text;
}

Reply Exposition::reply(const RequestHead& head) {
  return reply(choose_exposition(head.find("accept"), head.find("accept-encoding")));
}

Reply Exposition::reply(ExpositionChoice choice) {
  if (choice.type.empty()) choice.type = content_type(choice.format);
  Reply reply;
  reply.shared_body = render(choice);
  reply.type = choice.type;
  reply.fields.emplace_back("Vary", "Accept, Accept-Encoding");
  if (choice.is_gzipped) reply.fields.emplace_back("Content-Encoding", "gzip");
  return reply;
}

}  // namespace objectos::http
