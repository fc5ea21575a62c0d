// Moving entries out of a store and between stores.
#include <algorithm>

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

[[noreturn]] void differs(std::string_view key) {
  throw Error(
      Errc::partial,
      Message("storage.copy_differs", "copy: {{key}} reads back differently", {{"key", key}}),
      Message("storage.copy_differs_hint", "something else writes to the target; run the copy again"));
}

void write_page(Storage& to, const std::vector<Entry>& page) {
  const auto group = to.backend().begin(Access::write);
  const auto pipeline = to.backend().pipeline([](Operation& done) {
    if (done.error) throw *done.error;
  });
  for (const Entry& entry : page) {
    Put put{.value = entry.value, .expiry = {}, .equals = {}};
    if (entry.expires_at) put.expiry = Expiry::at(*entry.expires_at);
    pipeline->add(to.operation(entry.key, std::move(put)));
  }
  pipeline->drain();
  group->commit();
}

void verify_page(const Storage& to, const std::vector<Entry>& page) {
  const auto group = to.backend().begin(Access::read);
  const std::int64_t now = to.backend().now_ms();
  const auto pipeline = to.backend().pipeline([&page, now](Operation& copy) {
    if (copy.error) throw *copy.error;
    const Entry& entry = page[copy.tag];
    if (!copy.outcome.applied && entry.expires_at && *entry.expires_at <= now) return;
    if (copy.outcome.value != entry.value || copy.outcome.expires_at != entry.expires_at) differs(entry.key);
  });
  for (std::size_t i = 0; i < page.size(); ++i) {
    Operation read = to.operation(page[i].key, Read{});
    read.tag = i;
    pipeline->add(std::move(read));
  }
  pipeline->drain();
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
                         const std::function<void(std::size_t, std::size_t)>& progress) {
  // A stable view for all pages; within one store a group would be the writer's, too.
  const auto view =
      &from.backend() == &to.backend() ? nullptr : from.backend().begin(Access::read);
  const std::size_t total = progress ? from.count(pattern) : 0;
  std::size_t copied = 0;
  Range range{pattern, {}, true};
  for (;;) {
    const std::vector<Entry> page = read_page(from, range);
    if (page.empty()) return copied;
    write_page(to, page);
    verify_page(to, page);
    copied += page.size();
    if (progress) progress(copied, std::max(total, copied));
    range.after = page.back().key;
  }
}

}  // namespace objectos
