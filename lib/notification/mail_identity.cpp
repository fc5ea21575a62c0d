// Names that mails and their files are known by.
#include <utility>

#include "core/ascii.hpp"
#include "core/envelope_address.hpp"
#include "core/random.hpp"
#include "objectos/digest.hpp"
#include "objectos/error.hpp"
#include "objectos/mail.hpp"

namespace objectos {
namespace {

/// Those that people attach.
constexpr std::pair<std::string_view, std::string_view> types[] = {
    {"7z", "application/x-7z-compressed"},
    {"avif", "image/avif"},
    {"bz2", "application/x-bzip2"},
    {"csv", "text/csv"},
    {"doc", "application/msword"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"eml", "message/rfc822"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"htm", "text/html"},
    {"html", "text/html"},
    {"ics", "text/calendar"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript"},
    {"json", "application/json"},
    {"log", "text/plain"},
    {"md", "text/markdown"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"odp", "application/vnd.oasis.opendocument.presentation"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"svg", "image/svg+xml"},
    {"tar", "application/x-tar"},
    {"tgz", "application/gzip"},
    {"txt", "text/plain"},
    {"vcf", "text/vcard"},
    {"wav", "audio/wav"},
    {"webp", "image/webp"},
    {"xls", "application/vnd.ms-excel"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"xml", "application/xml"},
    {"xz", "application/x-xz"},
    {"yaml", "application/yaml"},
    {"yml", "application/yaml"},
    {"zip", "application/zip"},
    {"zst", "application/zstd"},
};

}  // namespace

std::string_view media_type_of(std::string_view file_name) noexcept {
  const std::size_t dot = file_name.rfind('.');
  if (dot != file_name.npos) {
    for (const auto& [ending, type] : types) {
      if (ascii::equal_folded(ending, file_name.substr(dot + 1))) return type;
    }
  }
  return "application/octet-stream";
}

std::string new_message_id(std::string_view domain) {
  const auto name = mail_domain(domain);
  if (!name || name->size() > 200) throw_no_address("…@" + std::string(domain));
  return to_hex(random_bytes(16)) + '@' + *name;
}

}  // namespace objectos
