// Export, import and copying between stores.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

using objectos::ImportResult;
using Counts = std::pair<std::size_t, std::size_t>;

/// Feeds `text` in pieces through one buffer that each piece overwrites, as a reader of a file does.
ImportResult import_pieces(Storage& store, std::string_view text, std::size_t piece,
                           OnConflict on_conflict = OnConflict::replace) {
  std::string buffer;
  const auto input = [&]() -> std::string_view {
    std::fill(buffer.begin(), buffer.end(), '#');
    const std::string_view next = text.substr(0, piece);
    text.remove_prefix(next.size());
    buffer.replace(0, next.size(), next);
    return std::string_view(buffer).substr(0, next.size());
  };
  return objectos::import_entries(store, input, "in", on_conflict);
}

Counts import_text(Storage& store, std::string_view text, OnConflict on_conflict = OnConflict::replace) {
  const ImportResult result = import_pieces(store, text, 64 * 1024, on_conflict);
  return {result.imported, result.kept};
}

std::string export_text(const Storage& store) {
  std::string out;
  store.each({Glob(), {}, true}, [&out](const Entry& entry) {
    objectos::append_export_line(out, entry);
    out += '\n';
    return true;
  });
  return out;
}

/// What a round trip may not lose.
void furnish(Storage& store) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  store.set("all bytes", Value::bytes(all));
  store.set("no bytes", Value::bytes(""));
  store.set("like bytes", Value::json(R"({"$base64":"AAAA"})"));
  store.set("like bytes, escaped", Value::json(R"({"\u0024base64":"AAAA"})"));
  store.set("like bytes, not base64", Value::json(R"({"$base64":"!"})"));
  store.set("like bytes, more", Value::json(R"({"$base64":"AAAA","x":1})"));
  store.set("bytes that hold such text", Value::bytes(R"({"$base64":"AAAA"})"));
  store.set("string", str("\"\\\n\t\x01\x7F \xE2\x80\xA8 \xF0\x9F\x98\x80"));
  store.set("odd: \"key\" \\ \t\x01\xF4\x8F\xBF\xBF", str("v"));
  store.set("order", Value::json(R"({"z":1.0,"a":1e2,"z":-0})"));
  store.set("timed", str("v"), {.ttl = Millis(3'600'123)});
  store.put("last", put_until(Expiry::at(objectos::max_time_ms), Value()));
}

void export_and_import_give_the_same_store(StoreFixture& fixture) {
  const auto store = fixture.open();
  furnish(*store);
  const auto before = contents(*store);
  const std::string exported = export_text(*store);
  CHECK(static_cast<std::size_t>(std::count(exported.begin(), exported.end(), '\n')) == before.size());
  store->clear();
  CHECK(import_text(*store, exported) == Counts(before.size(), 0));
  CHECK(contents(*store) == before);
  CHECK(export_text(*store) == exported);
}

void lines_may_be_cut_anywhere(StoreFixture& fixture) {
  const auto store = fixture.open();
  furnish(*store);
  const auto before = contents(*store);
  const std::string exported = export_text(*store);
  for (std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{64},
                            std::size_t{500}, exported.size() - 1, exported.size()}) {
    CAPTURE(piece);
    store->clear();
    CHECK(import_pieces(*store, exported, piece).imported == before.size());
    CHECK(contents(*store) == before);
  }
}

void an_export_line_is_sorted_json(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("b", Value::bytes(std::string("\0\xFF", 2)));
  store->set("a", str("x"), {.ttl = Millis(60'000)});
  store->set("c", Value::json(R"({"$base64":"AP8="})"));
  const std::string ends = objectos::format_time(*store->entry("a")->expires_at);
  CHECK(export_text(*store) == "{\"key\":\"a\",\"value\":\"x\",\"expires_at\":\"" + ends + "\"}\n" +
                                   "{\"key\":\"b\",\"value\":{\"$base64\":\"AP8=\"}}\n" +
                                   "{\"key\":\"c\",\"value\":{\"$base64\":\"AP8=\"},\"type\":\"json\"}\n");
}

void import_reads_what_people_write(StoreFixture& fixture) {
  const auto store = fixture.open();
  const std::string text =
      "{\"value\": [1, 2], \"key\": \"blanks\"}\r\n"
      "\r\n  \t \n"
      " { \"key\" : \"\\u00e9\\ud83d\\ude00\" , \"value\" : \" kept \" , \"expires_at\" : null } \n"
      "{\"key\":\"offset\",\"value\":1,\"expires_at\":\"2999-01-01T01:00:00.5+01:00\"}\n"
      "{\"key\":\"bytes\",\"value\":{ \"\\u0024base64\" : \"AP8=\" }}\n"
      "{\"key\":\"json\",\"type\":\"json\",\"value\":{\"$base64\":\"AP8=\"}}\n"
      "{\"key\":\"two\",\"value\":{\"$base64\":\"AP8=\",\"b\":1}}\n"
      "{\"key\":\"blanks\",\"value\":\"later lines win\"}\n"
      "{\"key\":\"no newline\",\"value\":true}";
  CHECK(import_text(*store, text) == Counts(8, 0));
  CHECK(text_of(*store, "blanks") == "later lines win");
  CHECK(text_of(*store, "\xC3\xA9\xF0\x9F\x98\x80") == " kept ");
  CHECK(store->entry("offset")->expires_at == objectos::parse_time("2999-01-01T00:00:00.500Z"));
  CHECK(store->get("bytes") == Value::bytes(std::string("\0\xFF", 2)));
  CHECK(store->get("json") == Value::json(R"({"$base64":"AP8="})"));
  CHECK(store->get("two")->type() == Value::Type::object);
  CHECK(store->has("no newline"));
}

void empty_input_imports_nothing(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK(import_text(*store, "") == Counts(0, 0));
  CHECK(import_text(*store, "\n\r\n \n") == Counts(0, 0));
  CHECK(store->keys().empty());
}

struct BadLine {
  const char* line;
  const char* place;  // column and the beginning of the reason
};

void a_bad_line_changes_nothing_and_tells_its_place(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("before"));
  const auto before = contents(*store);
  const std::string long_key = "{\"key\":\"" + std::string(1025, 'k') + "\",\"value\":1}";
  const BadLine bad[] = {
      {"{\"key\":\"x\",\"value\":}", "20: "},
      {"{\"key\":\"x\"", "11: "},
      {"[1]", "1: an object"},
      {"{} {}", "4: nothing"},
      {"{\"value\":1}", "1: this line has no \"key\""},
      {"{\"key\":\"x\"}", "1: this line has no \"value\""},
      {"{\"key\":5,\"value\":1}", "8: a string"},
      {"{\"key\":\"\",\"value\":1}", "8: a key is"},
      {"{\"key\":\"a\\nb\",\"value\":1}", "8: a key is"},
      {"{\"key\":\"a\\u0000b\",\"value\":1}", "8: a key is"},
      {long_key.c_str(), "8: a key is"},
      {"{\"key\":\"x\",\"value\":1,\"ttl\":5}", "22: a line holds"},
      {"{\"key\":\"x\",\"value\":1,\"type\":\"bytes\"}", "22: the only"},
      {"{\"key\":\"x\",\"value\":1,\"expires_at\":\"tomorrow\"}", "35: \"expires_at\""},
      {"{\"key\":\"x\",\"value\":1,\"expires_at\":\"9999-12-31T23:59:59-01:00\"}", "35: \"expires_at\""},
      {"{\"key\":\"x\",\"value\":1,\"expires_at\":17}", "35: "},
      {"{\"key\":\"x\",\"value\":{\"$base64\":\"AP8\"}}", "20: this is not base64"},
      {"{\"key\":\"x\",\"value\":\"\xFF\"}", "21: this is not valid UTF-8"}};
  for (const BadLine& line : bad) {
    CAPTURE(line.line);
    const std::string text = "{\"key\":\"k\",\"value\":\"after\"}\n\n" + std::string(line.line) +
                             "\n{\"key\":\"l\",\"value\":1}\n";
    for (const std::size_t piece : {std::size_t{1}, text.size()}) {
      const std::string expected = "data: in:3:" + std::string(line.place);
      CHECK(thrown([&] { import_pieces(*store, text, piece); }).substr(0, expected.size()) == expected);
      CHECK(contents(*store) == before);
    }
  }
}

void conflicts_replace_keep_or_fail(StoreFixture& fixture) {
  const auto store = fixture.open();
  const std::string text =
      "{\"key\":\"a\",\"value\":\"new\"}\n{\"key\":\"b\",\"value\":\"new\"}\n{\"key\":\"c\",\"value\":"
      "\"new\"}\n";
  store->set("b", str("old"), {.ttl = Millis(60'000)});
  CHECK(import_text(*store, text, OnConflict::keep) == Counts(2, 1));
  CHECK(text_of(*store, "b") == "old");
  CHECK(store->entry("b")->expires_at);
  CHECK(import_text(*store, text, OnConflict::replace) == Counts(3, 0));
  CHECK(text_of(*store, "b") == "new");
  CHECK_FALSE(store->entry("b")->expires_at);
}

void a_conflict_that_fails_changes_nothing(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("b", str("old"));
  const auto before = contents(*store);
  const std::string text = "{\"key\":\"a\",\"value\":1}\n{\"key\":\"b\",\"value\":1}\n";
  CHECK(thrown([&] { import_text(*store, text, OnConflict::fail); }) == "data: in:2: b is already there");
  CHECK(contents(*store) == before);
  // Twice in the input is as good as there already.
  CHECK(thrown([&] {
          import_text(*store, "{\"key\":\"x\",\"value\":1}\n{\"key\":\"x\",\"value\":2}\n", OnConflict::fail);
        }) == "data: in:2: x is already there");
  CHECK(contents(*store) == before);
  CHECK(import_text(*store, "{\"key\":\"x\",\"value\":1}\n", OnConflict::fail) == Counts(1, 0));
}

void a_line_whose_time_has_passed_counts_and_is_not_stored(StoreFixture& fixture) {
  const auto store = fixture.open();
  for (const char* time :
       {"2001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1960-01-01T00:00:00Z", "0000-01-01T00:00:00Z"}) {
    CAPTURE(time);
    const std::string text = "{\"key\":\"k\",\"value\":1,\"expires_at\":\"" + std::string(time) + "\"}\n";
    CHECK(import_text(*store, text) == Counts(1, 0));
    CHECK_FALSE(store->has("k"));
    store->set("k", str("old"));
    CHECK(import_text(*store, text, OnConflict::keep) == Counts(0, 1));
    CHECK(thrown_code([&] { import_text(*store, text, OnConflict::fail); }) == "data");
    CHECK(text_of(*store, "k") == "old");
    CHECK(import_text(*store, text) == Counts(1, 0));  // it replaced the key, and its time has passed
    CHECK_FALSE(store->has("k"));
  }
}

void import_into_a_scope_stays_there(StoreFixture& fixture) {
  const auto store = fixture.open();
  Storage scope = store->scoped("s");
  CHECK(import_text(scope, "{\"key\":\"k\",\"value\":1}\n") == Counts(1, 0));
  CHECK(store->keys() == Keys{"s:k"});
  CHECK(export_text(scope) == "{\"key\":\"k\",\"value\":1}\n");
}

void a_large_import_spills_and_arrives_whole(StoreFixture& fixture) {
  const auto store = fixture.open();
  // Beyond the eight megabytes that wait in memory; lines of uneven length.
  std::string text;
  std::size_t lines = 0;
  for (; text.size() < 9'500'000; ++lines) {
    text += "{\"key\":\"k" + std::to_string(lines) + "\",\"value\":\"" +
            std::string(lines * 7919 % 60'000, 'x') + "\"}\n";
  }
  CHECK(import_pieces(*store, text, 4099).imported == lines);
  CHECK(store->count() == lines);
  bool same = true;
  for (std::size_t i = 0; i < lines; ++i)
    same = same && store->get("k" + std::to_string(i))->text().size() == i * 7919 % 60'000;
  CHECK(same);
}

// ---- copying ---------------------------------------------------------------------------------------------

void a_copy_takes_values_types_and_ttls_along(StoreFixture& fixture) {
  const auto from = fixture.open();
  furnish(*from);
  Storage into(objectos::memory_storage(0, fixture.clock));
  std::size_t told = 0, of = 0;
  const auto tell = [&](std::size_t done, std::size_t total) {
    told = done;
    of = total;
  };
  CHECK(objectos::copy_entries(*from, into, Glob(), tell) == 12);
  CHECK(told == 12);
  CHECK(of == 12);
  CHECK(contents(into) == contents(*from));
  from->clear();
  CHECK(objectos::copy_entries(into, *from, Glob("like*")) == 4);  // and back, a part of it
  CHECK(from->keys() == into.keys(Glob("like*")));
  CHECK(objectos::copy_entries(into, *from, Glob()) == 12);  // may be repeated
  CHECK(contents(into) == contents(*from));
}

void a_copy_goes_through_many_pages(StoreFixture& fixture) {
  Storage from(objectos::memory_storage(0, fixture.clock));
  for (int i = 0; i < 2500; ++i) from.set("k" + std::to_string(i), Value::number(std::int64_t{i}));
  for (int i = 0; i < 3; ++i)
    from.set("large" + std::to_string(i), Value::bytes(std::string(3'000'000, static_cast<char>(i))));
  const auto into = fixture.open();
  CHECK(objectos::copy_entries(from, *into, Glob()) == 2503);
  CHECK((contents(*into) == contents(from)));
}

// ---- data of the real world
// --------------------------------------------------------------------------------

void flatten(const nlohmann::json& node, const std::string& key, std::map<std::string, std::string>& out) {
  if (node.is_string()) {
    out[key] = node.get<std::string>();
    return;
  }
  if (!node.is_object()) return;
  for (const auto& [name, child] : node.items()) flatten(child, key.empty() ? name : key + "." + name, out);
}

std::map<std::string, std::string> interface_strings() {
  std::map<std::string, std::string> strings = {{"always.one", "so that there is something to check"}};
#ifdef OBJECTOS_TEST_CORPORA
  std::error_code absent;
  std::set<std::filesystem::path> files;
  for (const auto& file :
       std::filesystem::directory_iterator(OBJECTOS_TEST_CORPORA "/excalidraw/locales", absent)) {
    if (file.path().extension() == ".json") files.insert(file.path());
  }
  // Every fourth locale: all scripts come by, and a sanitized build is done in seconds.
  std::size_t number = 0;
  for (const auto& path : files) {
    if (number++ % 4 != 0) continue;
    std::ifstream in(path);
    const auto tree = nlohmann::json::parse(in, nullptr, false);
    if (!tree.is_discarded()) flatten(tree, path.stem().string(), strings);
  }
#endif
  return strings;
}

void interface_strings_of_many_languages_survive(StoreFixture& fixture) {
  static const std::map<std::string, std::string> strings = interface_strings();
  const auto store = fixture.open();
  std::string text;
  for (const auto& [key, value] : strings)
    text += nlohmann::json{{"key", key}, {"value", value}}.dump() + '\n';
  CHECK(import_pieces(*store, text, 1000).imported == strings.size());
  std::map<std::string, std::string> read;
  store->each({Glob(), {}, true}, [&read](const Entry& entry) {
    read[entry.key] = entry.value.text();
    return true;
  });
  CHECK((read == strings));
  const std::string exported = export_text(*store);
  store->clear();
  import_text(*store, exported);
  CHECK((export_text(*store) == exported));
}

}  // namespace

std::vector<StorageCase> exchange_cases() {
  return {STORAGE_CASE(export_and_import_give_the_same_store),
          STORAGE_CASE(lines_may_be_cut_anywhere),
          STORAGE_CASE(an_export_line_is_sorted_json),
          STORAGE_CASE(import_reads_what_people_write),
          STORAGE_CASE(empty_input_imports_nothing),
          STORAGE_CASE(a_bad_line_changes_nothing_and_tells_its_place),
          STORAGE_CASE(conflicts_replace_keep_or_fail),
          STORAGE_CASE(a_conflict_that_fails_changes_nothing, .transactional = true),
          STORAGE_CASE(a_line_whose_time_has_passed_counts_and_is_not_stored),
          STORAGE_CASE(import_into_a_scope_stays_there),
          STORAGE_CASE(a_large_import_spills_and_arrives_whole),
          STORAGE_CASE(a_copy_takes_values_types_and_ttls_along, .injected_clock = true),
          STORAGE_CASE(a_copy_goes_through_many_pages),
          STORAGE_CASE(interface_strings_of_many_languages_survive)};
}

}  // namespace conformance
