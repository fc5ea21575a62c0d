// Moving entries out of a store and between stores.
#include "objectos/error.hpp"
#include "objectos/storage.hpp"

namespace objectos {
namespace {

constexpr std::size_t page_keys = 1000;
constexpr std::size_t page_bytes = 4u << 20;

/// Entries in bytewise order of key, no more than a page's worth.
std::vector<Entry> read_page(const Storage& from, const Range& range) {
  std::vector<Entry> page;
  std::size_t bytes = 0;
  from.each(range, [&](const Entry& entry) {
    page.push_back(entry);
    bytes += entry.value.raw().size();
    return page.size() < page_keys && bytes < page_bytes;
  });
  return page;
}

void write_page(Storage& to, const std::vector<Entry>& page) {
  const auto group = to.backend().begin(Access::write);
  for (const Entry& entry : page) {
    Put put{.value = entry.value, .expiry = {}, .equals = {}};
    if (entry.expires_at) put.expiry = Expiry::at(*entry.expires_at);
    to.put(entry.key, std::move(put));
  }
  group->commit();
}

void verify_page(const Storage& to, const std::vector<Entry>& page) {
  const auto group = to.backend().begin(Access::read);
  const std::int64_t now = to.backend().now_ms();
  for (const Entry& entry : page) {
    const auto copy = to.entry(entry.key);
    if (!copy && entry.expires_at && *entry.expires_at <= now) continue;
    if (!copy || copy->value != entry.value || copy->expires_at != entry.expires_at) {
      throw Error(
          Errc::partial,
          Message("storage.copy_differs", "copy: {{key}} reads back differently", {{"key", entry.key}}),
          Message("storage.copy_differs_hint", "something else writes to the target; run the copy again"));
    }
  }
}

/// A JSON value that a reader would take for bytes.
bool looks_like_bytes(const Value& value) {
  if (value.type() != Value::Type::object) return false;
  json::Reader reader(value.raw());
  std::string_view key;
  std::string scratch;
  reader.begin_object();
  return reader.next_key(key, scratch) && key == "$base64";  // however its letters are escaped
}

}  // namespace

void append_export_line(std::string& out, const Entry& entry) {
  out.append("{\"key\":");
  json::append_string(out, entry.key);
  out.append(",\"value\":");
  entry.value.append_json(out);
  if (looks_like_bytes(entry.value)) out.append(",\"type\":\"json\"");
  if (entry.expires_at) {
    out.append(",\"expires_at\":");
    json::append_string(out, format_time(*entry.expires_at));
  }
  out.push_back('}');
}

std::size_t copy_entries(const Storage& from, Storage& to, const Glob& pattern,
                         const std::function<void(std::size_t)>& progress) {
  std::size_t copied = 0;
  Range range{pattern, {}, true};
  for (;;) {
    const std::vector<Entry> page = read_page(from, range);
    if (page.empty()) return copied;
    write_page(to, page);
    verify_page(to, page);
    copied += page.size();
    if (progress) progress(copied);
    range.after = page.back().key;
  }
}

}  // namespace objectos
