// NDJSON into a store: everything is checked and put aside in a plain form, then written in one transaction,
// so that a slow producer holds no lock and a bad last line changes nothing.
#include <cstring>
#include <unordered_set>

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

/// A record on its way into the store.
class Writer {
 public:
  Writer(Storage& into, std::string_view name, OnConflict on_conflict)
      : into_(into), name_(name), on_conflict_(on_conflict), now_(into.backend().now_ms()) {}

  /// Without transactions a conflict must be seen before the first write: with the store, or between two lines.
  void look_for_conflicts(Spool& spool) {
    std::unordered_set<std::string> keys;
    const auto pipeline = into_.backend().pipeline([this](Operation& done) {
      if (done.error) throw *done.error;
      if (done.outcome.applied) conflict(done);
    });
    each_record(spool, [&](const RecordHead& head, std::string_view key, std::string_view) {
      Operation look = into_.operation(key, Read{.value = false, .expiry = false});
      look.tag = head.line;
      const bool expired = head.expires_at != 0 && head.expires_at <= now_;
      if (!expired && !keys.insert(look.key).second) conflict(look);
      pipeline->add(std::move(look));
    });
    pipeline->drain();
  }

  ImportResult write(Spool& spool) {
    const auto pipeline = into_.backend().pipeline([this](Operation& done) { note(done); });
    each_record(spool, [&](const RecordHead& head, std::string_view key, std::string_view value) {
      Operation operation = into_.operation(key, action(head, value));
      operation.tag = head.line;
      pipeline->add(std::move(operation));
    });
    pipeline->drain();
    return result_;
  }

 private:
  template <class Each>
  static void each_record(Spool& spool, Each each) {
    spool.rewind();
    std::string key;
    RecordHead head;
    for (;;) {
      const std::string_view bytes = spool.read(sizeof head);
      if (bytes.empty()) return;
      std::memcpy(&head, bytes.data(), sizeof head);
      key = spool.read(head.key_size);
      each(head, key, spool.read(head.value_size));
    }
  }

  /// What has expired already only removes what is there, or looks whether it conflicts.
  Action action(const RecordHead& head, std::string_view value) const {
    if (head.expires_at != 0 && head.expires_at <= now_) {
      if (on_conflict_ == OnConflict::replace) return Erase{};
      return Read{.value = false, .expiry = false};
    }
    Put put{.value = head.is_bytes ? Value::bytes(std::string(value)) : Value::trusted(std::string(value)),
            .expiry = {},
            .equals = {}};
    if (head.expires_at != 0) put.expiry = Expiry::at(head.expires_at);
    if (on_conflict_ != OnConflict::replace) put.condition = Put::If::absent;
    return put;
  }

  void note(Operation& done) {
    if (done.error) interrupted(*done.error);
    const bool is_look = std::holds_alternative<Read>(done.action);
    const bool imported = std::holds_alternative<Erase>(done.action) || done.outcome.applied != is_look;
    if (!imported && on_conflict_ == OnConflict::fail) conflict(done);
    ++(imported ? result_.imported : result_.kept);
  }

  [[noreturn]] void conflict(const Operation& done) const {
    const std::size_t scope = into_.scope().empty() ? 0 : into_.scope().size() + 1;
    throw Error(Errc::data, Message("import.exists", "{{name}}:{{line}}: {{key}} is already there",
                                    {{"name", name_}, {"line", done.tag}, {"key", done.key.substr(scope)}}));
  }

  /// Without transactions what is written stays.
  [[noreturn]] void interrupted(const Error& why) const {
    if (into_.backend().is_transactional() || result_.imported == 0) throw why;
    throw Error(Errc::partial,
                Message("import.interrupted", "{{reason}}; {{count}} lines were stored",
                        {{"reason", why.what()}, {"count", result_.imported}}),
                Message("import.interrupted_hint", "run the import again: what is stored stays as it is"));
  }

  Storage& into_;
  std::string_view name_;
  OnConflict on_conflict_;
  std::int64_t now_;
  ImportResult result_;
};

}  // namespace

ImportResult import_entries(Storage& into, const Input& input, std::string_view name,
                            OnConflict on_conflict) {
  Spool spool;
  spool_lines(into, input, name, spool);
  const auto group = into.backend().begin(Access::write);
  Writer writer(into, name, on_conflict);
  if (on_conflict == OnConflict::fail && !into.backend().is_transactional()) writer.look_for_conflicts(spool);
  const ImportResult result = writer.write(spool);
  group->commit();
  return result;
}

}  // namespace objectos
