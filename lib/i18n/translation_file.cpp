#include "i18n/translation_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/files.hpp"
#include "core/utf8.hpp"
#include "i18n/tree_builder.hpp"
#include "objectos/text.hpp"

namespace objectos::i18n {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
         (text.size() >= 2 && ((text[0] == 0) != (text[1] == 0)));
}

class Descriptor {
 public:
  explicit Descriptor(const std::string& path)
      // Without O_NONBLOCK a named pipe without a writer would be waited for.
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (fd_ < 0) files::fail("cannot read", path, errno);
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return fd_; }

 private:
  int fd_;
};

std::string read_whole(const std::string& path) {
  const Descriptor file(path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) files::fail("cannot read", path, errno);
  if (!S_ISREG(status.st_mode))
    throw Error(Errc::data, Message("i18n.no_file", "{{path}} is no regular file", {{"path", path}}));
  if (static_cast<std::uint64_t>(status.st_size) > TranslationFile::max_bytes) {
    throw Error(Errc::data,
                Message("i18n.too_large", "{{path}} has {{size}}, a translation file may have {{most}}",
                        {{"path", path},
                         {"size", format_size(static_cast<std::uint64_t>(status.st_size))},
                         {"most", format_size(TranslationFile::max_bytes)}}));
  }
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t n = ::read(file.get(), text.data() + size, text.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) files::fail("cannot read", path, errno);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  text.resize(size);
  return text;
}

}  // namespace

bool format_of(std::string_view path, FileFormat& format) noexcept {
  if (path.ends_with(".json")) {
    format = FileFormat::json;
    return true;
  }
  format = FileFormat::yaml;
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

TranslationFile::TranslationFile(std::string path, std::string text, FileFormat format)
    : path_(std::move(path)), text_(std::move(text)), format_(format) {}

std::unique_ptr<const TranslationFile> TranslationFile::read(const std::string& path) {
  FileFormat format;
  if (!format_of(path, format)) {
    throw Error(Errc::data,
                Message("i18n.format", "{{path}} is neither .json nor .yml nor .yaml", {{"path", path}}));
  }
  return parse(path, read_whole(path), format);
}

std::unique_ptr<const TranslationFile> TranslationFile::parse(std::string path, std::string text,
                                                              FileFormat format) {
  std::unique_ptr<TranslationFile> file(new TranslationFile(std::move(path), std::move(text), format));
  TreeBuilder builder(*file);
  if (is_utf16(file->text_)) {
    builder.fault(Fault::Kind::encoding, true, {0, 2},
                  Message("i18n.fault.utf16", "the file is UTF-16; translation files are UTF-8"));
    return file;
  }
  std::size_t first_byte = 0;
  if (file->text_.starts_with(byte_order_mark)) {
    first_byte = byte_order_mark.size();
    builder.fault(Fault::Kind::encoding, false, {0, 3},
                  Message("i18n.fault.bom", "the file begins with a byte order mark (EF BB BF)"));
  }
  builder.check_bytes(format == FileFormat::yaml);
  if (format == FileFormat::json) {
    read_json(builder, first_byte);
  } else {
    read_yaml(builder, first_byte);
  }
  std::stable_sort(file->faults_.begin(), file->faults_.end(),
                   [](const Fault& a, const Fault& b) { return a.span.begin < b.span.begin; });
  return file;
}

bool TranslationFile::is_broken() const noexcept {
  return std::any_of(faults_.begin(), faults_.end(), [](const Fault& fault) { return fault.is_fatal; });
}

const std::vector<std::uint32_t>& TranslationFile::line_starts() const {
  std::call_once(lines_counted_, [this] {
    line_starts_.push_back(0);
    for (std::size_t at = 0; (at = text_.find('\n', at)) != text_.npos;)
      line_starts_.push_back(static_cast<std::uint32_t>(++at));
  });
  return line_starts_;
}

Position TranslationFile::position(std::uint32_t offset) const {
  const auto& starts = line_starts();
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  Position place{static_cast<std::uint32_t>(next - starts.begin()), 1};
  std::size_t at = *(next - 1);
  // The mark takes no place in any editor.
  if (at == 0 && std::string_view(text_).starts_with(byte_order_mark) && offset >= byte_order_mark.size())
    at = byte_order_mark.size();
  place.column += characters(at, offset);
  return place;
}

std::pair<Position, Position> TranslationFile::positions(Span span) const {
  const Position begin = position(span.begin);
  const auto& starts = line_starts();
  // Most spans are in one line.
  if (span.end < span.begin || (begin.line < starts.size() && span.end >= starts[begin.line]))
    return {begin, position(span.end)};
  return {begin, {begin.line, begin.column + characters(span.begin, span.end)}};
}

std::uint32_t TranslationFile::characters(std::size_t begin, std::size_t end) const {
  end = std::min(end, text_.size());
  if (begin >= end) return 0;
  return static_cast<std::uint32_t>(
      utf8::count_characters(std::string_view(text_).substr(begin, end - begin)));
}

std::string_view TranslationFile::line(std::uint32_t number) const {
  const auto& starts = line_starts();
  if (number == 0 || number > starts.size()) return {};
  std::string_view rest = std::string_view(text_).substr(starts[number - 1]);
  if (number == 1 && rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

// ---- what the readers share

std::uint32_t TreeBuilder::add(Node node, std::uint32_t parent) {
  const auto index = static_cast<std::uint32_t>(file_.nodes_.size());
  node.parent = parent;
  node.end = index + 1;
  file_.nodes_.push_back(node);
  return index;
}

void TreeBuilder::close(std::uint32_t node, std::uint32_t end_offset) {
  file_.nodes_[node].end = static_cast<std::uint32_t>(file_.nodes_.size());
  file_.nodes_[node].span.end = end_offset;
}

std::string_view TreeBuilder::keep(std::string_view bytes, std::string_view as_written) {
  if (bytes.size() <= as_written.size()) {
    // A quoted string without escapes begins behind its quote.
    const std::size_t quote = as_written.size() > bytes.size() ? 1 : 0;
    if (as_written.substr(quote, bytes.size()) == bytes) return as_written.substr(quote, bytes.size());
  }
  char* copy = static_cast<char*>(file_.decoded_.allocate(bytes.size(), 1));
  std::copy(bytes.begin(), bytes.end(), copy);
  return {copy, bytes.size()};
}

void TreeBuilder::fault(Fault::Kind kind, bool is_fatal, Span span, Message message) {
  if (!is_full()) file_.faults_.push_back({kind, is_fatal, span, std::move(message)});
}

namespace {

std::string hex_bytes(std::string_view bytes) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!text.empty()) text += ' ';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

bool is_control(unsigned char c) {
  return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
}

}  // namespace

void TreeBuilder::check_bytes(bool with_controls) {
  const std::string_view all = text();
  for (std::size_t at = 0; !is_full();) {
    at += utf8::valid_prefix(all.substr(at));
    if (at >= all.size()) break;
    // One finding for a run of wrong bytes: a file in Latin-1 has one at each accent.
    std::size_t end = at + 1;
    while (end < all.size() && utf8::sequence_length(all.substr(end)) == 0) ++end;
    fault(
        Fault::Kind::encoding, true, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
        Message("i18n.fault.utf8", "byte {{offset}}: {{bytes}} is not valid UTF-8",
                {{"offset", at}, {"bytes", hex_bytes(all.substr(at, std::min<std::size_t>(end - at, 4)))}}));
    at = end;
  }
  for (std::size_t at = 0; with_controls && at < all.size() && !is_full(); ++at) {
    if (!is_control(static_cast<unsigned char>(all[at]))) continue;
    fault(Fault::Kind::encoding, true, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)},
          Message("i18n.fault.control", "byte {{offset}}: control character {{bytes}}",
                  {{"offset", at}, {"bytes", hex_bytes(all.substr(at, 1))}}));
  }
}

void TreeBuilder::check_decoded(std::string_view decoded, Span span) {
  for (const char c : decoded) {
    if (!is_control(static_cast<unsigned char>(c))) continue;
    fault(Fault::Kind::encoding, false, span,
          Message("i18n.fault.escaped_control", "the text holds the control character {{bytes}}",
                  {{"bytes", hex_bytes(std::string_view(&c, 1))}}));
    return;
  }
}

}  // namespace objectos::i18n
