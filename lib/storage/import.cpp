// NDJSON into a store: everything is checked and put aside in a plain form, then written in one transaction,
// so that a slow producer holds no lock and a bad last line changes nothing.
#include <cstring>

#include "objectos/error.hpp"
#include "objectos/storage.hpp"
#include "storage/spool.hpp"

namespace objectos {
namespace {

/// Cuts the input into lines. A line is valid until the next call.
class Lines {
 public:
  explicit Lines(const Input& input) : input_(input) {}

  bool next(std::string_view& line) {
    for (std::size_t searched = 0;;) {
      const auto newline = rest_.find('\n', searched);
      if (newline != rest_.npos) {
        line = rest_.substr(0, newline);
        rest_.remove_prefix(newline + 1);
        return true;
      }
      searched = rest_.size();
      // The next piece may lie where this one did, so the beginning of a line that is cut in two is put
      // aside.
      if (rest_.data() != carry_.data()) carry_ = std::string(rest_);
      const std::string_view piece = ended_ ? std::string_view() : input_();
      if (piece.empty()) {
        ended_ = true;
        line = carry_;
        rest_ = {};
        return !line.empty();
      }
      if (carry_.empty()) {
        rest_ = piece;
      } else {
        carry_.append(piece);
        rest_ = carry_;
      }
    }
  }

 private:
  const Input& input_;
  std::string carry_;
  std::string_view rest_;
  bool ended_ = false;
};

/// Fixed part of a spooled record; key and value follow.
struct RecordHead {
  std::uint64_t line;
  std::int64_t expires_at;  // 0: never (nothing expires in 1970)
  std::uint32_t key_size;
  std::uint32_t value_size;
  std::uint32_t is_bytes;
  std::uint32_t reserved;
};

/// Reads one line's object and appends it to the spool.
class LineReader {
 public:
  LineReader(const Storage& into, std::string_view name, Spool& spool)
      : into_(into), name_(name), spool_(spool) {}

  void read(std::string_view line, std::size_t number) {
    json::Reader reader(line, {name_, number});
    std::string_view key, member, value;
    bool has_key = false, plain_json = false;
    std::size_t key_at = 0, value_at = 0;
    RecordHead head{};
    head.line = number;
    reader.begin_object();
    while (reader.next_key(member, member_scratch_)) {
      if (member == "key") {
        reader.peek();
        key_at = reader.offset();
        key = reader.string(key_scratch_);
        has_key = true;
      } else if (member == "value") {
        reader.peek();
        value_at = reader.offset();
        value = reader.value();
      } else if (member == "expires_at") {
        head.expires_at = read_time(reader);
      } else if (member == "type") {
        if (reader.value() != "\"json\"")
          reader.fail(reader.key_offset(), "import.type", "{{place}}: the only \"type\" is \"json\"");
        plain_json = true;
      } else {
        reader.fail(reader.key_offset(), "import.member",
                    "{{place}}: a line holds \"key\", \"value\", \"expires_at\" and nothing else");
      }
    }
    reader.end();
    if (!has_key) reader.fail(0, "import.no_key", "{{place}}: this line has no \"key\"");
    if (value.empty()) reader.fail(0, "import.no_value", "{{place}}: this line has no \"value\"");
    check_key(reader, key, key_at);
    if (value.front() == '{') {
      if (!plain_json && as_bytes(reader, value, value_at)) {
        head.is_bytes = 1;
      } else {
        value_scratch_ = json::compact(value);
      }
      value = value_scratch_;
    } else if (value.front() == '[') {
      value_scratch_ = json::compact(value);
      value = value_scratch_;
    }
    if (value.size() > max_value_bytes)
      reader.fail(value_at, "import.value_too_large", "{{place}}: this value is too large");
    head.key_size = static_cast<std::uint32_t>(key.size());
    head.value_size = static_cast<std::uint32_t>(value.size());
    spool_.append({reinterpret_cast<const char*>(&head), sizeof head});
    spool_.append(key);
    spool_.append(value);
  }

 private:
  std::int64_t read_time(json::Reader& reader) {
    if (reader.peek() == json::Kind::null) {
      reader.value();
      return 0;
    }
    const std::size_t at = reader.offset();
    const std::string text(reader.string(member_scratch_));
    try {
      const std::int64_t time = parse_time(text);
      return time == 0 ? 1 : time;
    } catch (const Error&) {
      reader.fail(at, "import.time",
                  "{{place}}: \"expires_at\" is a time as in RFC 3339: 2024-01-15T12:30:00Z");
    }
  }

  void check_key(const json::Reader& reader, std::string_view key, std::size_t at) const {
    try {
      into_.check_key(key);
    } catch (const Error&) {
      reader.fail(at, "import.key", "{{place}}: a key is 1 to 1024 bytes of UTF-8 without newline or NUL");
    }
  }

  /// True, with the bytes in value_scratch_, if `value` is {"$base64":"…"}.
  bool as_bytes(const json::Reader& outer, std::string_view value, std::size_t at) {
    json::Reader reader(value);
    std::string_view member;
    reader.begin_object();
    if (!reader.next_key(member, member_scratch_) || member != "$base64" ||
        reader.peek() != json::Kind::string)
      return false;
    std::string text;
    text = reader.string(text);
    if (reader.next_key(member, member_scratch_)) return false;
    auto raw = base64_decode(text);
    if (!raw) outer.fail(at, "import.base64", "{{place}}: this is not base64");
    value_scratch_ = std::move(*raw);
    return true;
  }

  const Storage& into_;
  std::string_view name_;
  Spool& spool_;
  std::string member_scratch_, key_scratch_, value_scratch_;
};

void spool_lines(const Storage& into, const Input& input, std::string_view name, Spool& spool) {
  Lines lines(input);
  LineReader reader(into, name, spool);
  std::string_view line;
  for (std::size_t number = 1; lines.next(line); ++number) {
    if (line.find_first_not_of(" \t\r") != line.npos) reader.read(line, number);
  }
}

/// Writes one record; true if it was imported, false if the key was kept.
bool write_record(Storage& into, const RecordHead& head, std::string_view key, std::string_view value,
                  std::string_view name, OnConflict on_conflict, std::int64_t now) {
  if (head.expires_at != 0 && head.expires_at <= now) {
    const bool exists = on_conflict != OnConflict::replace && into.has(key);
    if (on_conflict == OnConflict::replace) into.remove(key);
    if (!exists) return true;
    if (on_conflict == OnConflict::keep) return false;
  } else {
    Put put{.value = head.is_bytes ? Value::bytes(std::string(value)) : Value::trusted(std::string(value)),
            .expiry = {},
            .equals = {}};
    if (head.expires_at != 0) put.expiry = Expiry::at(head.expires_at);
    if (on_conflict != OnConflict::replace) put.condition = Put::If::absent;
    if (into.put(key, std::move(put)).applied) return true;
    if (on_conflict == OnConflict::keep) return false;
  }
  throw Error(Errc::data, Message("import.exists", "{{name}}:{{line}}: {{key}} is already there",
                                  {{"name", name}, {"line", head.line}, {"key", key}}));
}

}  // namespace

ImportResult import_entries(Storage& into, const Input& input, std::string_view name,
                            OnConflict on_conflict) {
  Spool spool;
  spool_lines(into, input, name, spool);
  spool.rewind();
  ImportResult result;
  const auto group = into.backend().begin(Access::write);
  const std::int64_t now = into.backend().now_ms();
  std::string key;
  RecordHead head;
  for (;;) {
    const std::string_view bytes = spool.read(sizeof head);
    if (bytes.empty()) break;
    std::memcpy(&head, bytes.data(), sizeof head);
    key = spool.read(head.key_size);
    const std::string_view value = spool.read(head.value_size);
    ++(write_record(into, head, key, value, name, on_conflict, now) ? result.imported : result.kept);
  }
  group->commit();
  return result;
}

}  // namespace objectos
