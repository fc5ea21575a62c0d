// Storing and reading: values, keys, conditions, increments.
#include <cstdint>
#include <limits>

#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

void an_absent_key_is_an_answer(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK_FALSE(store->get("k"));
  CHECK_FALSE(store->entry("k"));
  CHECK_FALSE(store->has("k"));
  CHECK_FALSE(store->remove("k"));
  CHECK_FALSE(store->ttl("k"));
  CHECK_FALSE(store->expire("k", Millis(5)));
  CHECK_FALSE(store->persist("k"));
  CHECK(store->keys().empty());
  CHECK(store->count() == 0);
  CHECK(store->scopes().empty());
  CHECK(store->clear() == 0);
  CHECK(store->remove_matching(Glob("*")) == 0);
  CHECK(store->collect() == 0);
}

void a_value_replaces_the_earlier_one(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("one"));
  store->set("k", Value::json("[2]"));
  CHECK(text_of(*store, "k") == "[2]");
  CHECK(store->has("k"));
  CHECK(store->count() == 1);
  CHECK(store->remove("k"));
  CHECK_FALSE(store->remove("k"));
  CHECK_FALSE(store->has("k"));
}

void json_comes_back_as_it_was_written(StoreFixture& fixture) {
  const auto store = fixture.open();
  // What a parser that builds a tree would change: order, duplicates, spelling of numbers, escapes.
  for (const char* text : {"null",
                           "true",
                           "false",
                           "0",
                           "-0",
                           "1.0",
                           "1E+2",
                           "1e-400",
                           "123456789012345678901234567890",
                           "0.1000000000000000055511151231257827",
                           R"("")",
                           R"("\u0041\/\ud83d\ude00")",
                           R"("\u0000")",
                           R"("\ud800")",
                           "\"\xF0\x9F\x98\x80\"",
                           R"({"b":1,"a":2,"b":3})",
                           "{}",
                           "[]",
                           R"([[],{},""])",
                           R"({"$base64":"AAAA"})",
                           R"({"":{"":""}})"}) {
    CAPTURE(text);
    store->set("k", Value::json(text));
    const auto entry = store->entry("k");
    REQUIRE(entry);
    CHECK(entry->value.raw() == text);
    CHECK(entry->value.type() == Value::json(text).type());
    CHECK(entry->key == "k");
    CHECK_FALSE(entry->expires_at);
  }
}

void insignificant_blanks_go_and_no_others(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", Value::json(" {\"a b\" :\t[ 1 ,\r\n \" x \" ] } "));
  CHECK(text_of(*store, "k") == R"({"a b":[1," x "]})");
}

void bytes_come_back_byte_for_byte(StoreFixture& fixture) {
  const auto store = fixture.open();
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  // The others would be taken for JSON, for a marker or for text by a careless backend.
  const std::string samples[] = {all,
                                 std::string(1, '\0'),
                                 std::string("\0abc", 4),
                                 "null",
                                 "\"text\"",
                                 "5",
                                 "{\"$base64\":\"AAAA\"}",
                                 "\xFF\xFE",
                                 "plain text",
                                 "\n",
                                 all + all,
                                 std::string("\0\0\"x\"", 5)};
  for (const std::string& raw : samples) {
    CAPTURE(raw);
    store->set("k", Value::bytes(raw));
    const auto value = store->get("k");
    REQUIRE(value);
    CHECK(value->type() == Value::Type::bytes);
    CHECK(value->raw() == raw);
  }
}

void empty_values_are_values(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("bytes", Value::bytes(""));
  store->set("string", str(""));
  CHECK(store->get("bytes") == Value::bytes(""));
  CHECK(store->get("string") == str(""));
  CHECK(store->get("bytes") != store->get("string"));
  CHECK(store->has("bytes"));
}

void strings_come_back_character_for_character(StoreFixture& fixture) {
  const auto store = fixture.open();
  std::string ascii;
  for (int i = 0; i < 128; ++i) ascii += static_cast<char>(i);
  for (const std::string& text :
       {ascii, std::string("\0", 1), std::string("line\nline\r\n"), std::string("\xEF\xBB\xBF bom"),
        std::string("\xE2\x80\xA8\xE2\x80\xA9 \xF4\x8F\xBF\xBF \xEF\xBF\xBD e\xCC\x81")}) {
    store->set("k", str(text));
    CHECK(text_of(*store, "k") == text);
    CHECK(store->get("k")->type() == Value::Type::string);
  }
}

void five_megabytes_come_back(StoreFixture& fixture) {
  const auto store = fixture.open();
  std::string large;
  for (std::uint32_t state = 1; large.size() < 5'000'000; state = state * 1664525u + 1013904223u)
    large += static_cast<char>(state >> 24);
  store->set("bytes", Value::bytes(large));
  store->set("string", str(std::string(5'000'000, 'x')));
  CHECK((store->get("bytes")->raw() == large));  // in brackets: not to be printed
  CHECK((store->get("string")->text() == std::string(5'000'000, 'x')));
}

void any_text_may_be_a_key(StoreFixture& fixture) {
  const auto store = fixture.open();
  const Keys keys = {" ",   "'",        "\"",           "%s",
                     "*",   "?",        "[a]",          "\\",
                     "a\\", ":",        "::",           ":a",
                     "a:",  "\t",       "\x01",         "\x7F",
                     "-",   "--",       "null",         "{}",
                     "a b", "\xC3\xA9", "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBF",
                     "\r",  "KEY",      "key",          std::string(1024, 'k')};
  for (const std::string& key : keys) store->set(key, str(key));
  CHECK(store->count() == keys.size());
  for (const std::string& key : keys) CHECK(text_of(*store, key) == key);
  for (const std::string& key : keys) CHECK(store->keys(Glob(Glob::escape(key))) == Keys{key});
}

void bad_keys_are_refused_by_every_member(StoreFixture& fixture) {
  const auto store = fixture.open();
  for (const std::string& key :
       {std::string(), std::string("a\nb"), std::string("a\0b", 3), std::string("\xFF"), std::string("\xC3"),
        std::string("\xED\xA0\x80"), std::string(1025, 'k')}) {
    CAPTURE(key);
    CHECK(thrown_code([&] { store->get(key); }) == "usage");
    CHECK(thrown_code([&] { store->entry(key); }) == "usage");
    CHECK(thrown_code([&] { store->has(key); }) == "usage");
    CHECK(thrown_code([&] { store->set(key, str("v")); }) == "usage");
    CHECK(thrown_code([&] { store->put(key, put_if(Put::If::absent, str("v"))); }) == "usage");
    CHECK(thrown_code([&] { store->remove(key); }) == "usage");
    CHECK(thrown_code([&] { store->increment(key); }) == "usage");
    CHECK(thrown_code([&] { store->increment(key, 0.5); }) == "usage");
    CHECK(thrown_code([&] { store->ttl(key); }) == "usage");
    CHECK(thrown_code([&] { store->expire(key, Millis(1)); }) == "usage");
    CHECK(thrown_code([&] { store->persist(key); }) == "usage");
    CHECK(thrown_code([&] { store->check_key(key); }) == "usage");
  }
  CHECK(store->count() == 0);
}

// ---- conditions -----------------------------------------------------------------------------------------

void put_if_absent_writes_once(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK(store->put("k", put_if(Put::If::absent, str("one"))).applied);
  CHECK_FALSE(store->put("k", put_if(Put::If::absent, str("two"))).applied);
  CHECK(text_of(*store, "k") == "one");
}

void put_if_present_never_creates(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK_FALSE(store->put("k", put_if(Put::If::present, str("one"))).applied);
  CHECK_FALSE(store->has("k"));
  store->set("k", str("one"));
  CHECK(store->put("k", put_if(Put::If::present, str("two"))).applied);
  CHECK(text_of(*store, "k") == "two");
}

void put_if_equals_compares_what_get_prints(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK_FALSE(
      store->put("k", put_if(Put::If::equals, str("x"), "")).applied);  // absent equals nothing, not even ""
  store->set("k", str("5"));
  CHECK_FALSE(store->put("k", put_if(Put::If::equals, str("x"), "\"5\"")).applied);
  CHECK(store->put("k", put_if(Put::If::equals, Value::number(std::int64_t{5}), "5")).applied);
  CHECK(store->put("k", put_if(Put::If::equals, Value::json(R"({"a":1.0})"), "5")).applied);
  CHECK_FALSE(store->put("k", put_if(Put::If::equals, str("x"), R"({"a":1})")).applied);
  CHECK(store->put("k", put_if(Put::If::equals, Value::bytes(std::string("\0\xFF", 2)), R"({"a":1.0})"))
            .applied);
  CHECK(store->put("k", put_if(Put::If::equals, str(""), std::string("\0\xFF", 2))).applied);
  CHECK(store->put("k", put_if(Put::If::equals, str("end"), "")).applied);
  CHECK(text_of(*store, "k") == "end");
}

void an_unmet_condition_changes_neither_value_nor_ttl(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("v"), {.ttl = Millis(60'000)});
  const auto before = contents(*store);
  for (const Put::If condition : {Put::If::absent, Put::If::equals}) {
    Put put = put_if(condition, str("other"), "not this");
    put.expiry = Expiry::after(Millis(1));
    CHECK_FALSE(store->put("k", put).applied);
  }
  CHECK(contents(*store) == before);
}

void the_previous_value_is_told_on_request(StoreFixture& fixture) {
  const auto store = fixture.open();
  Put put{.value = str("one"), .expiry = {}, .equals = {}, .want_previous = true};
  Outcome outcome = store->put("k", put);
  CHECK(outcome.applied);
  CHECK_FALSE(outcome.previous);
  put.value = Value::bytes("two");
  CHECK(store->put("k", put).previous == str("one"));
  put.condition = Put::If::absent;
  outcome = store->put("k", put);
  CHECK_FALSE(outcome.applied);
  CHECK(outcome.previous == Value::bytes("two"));
  put.condition = Put::If::present;
  put.want_previous = false;
  CHECK_FALSE(store->put("k", put).previous);
}

// ---- increments ------------------------------------------------------------------------------------------

void an_increment_begins_at_zero(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK(store->increment("k").raw() == "1");
  CHECK(store->increment("k", std::int64_t{41}).raw() == "42");
  CHECK(store->increment("k", std::int64_t{-50}).raw() == "-8");
  CHECK(store->increment("k", std::int64_t{0}).raw() == "-8");
  CHECK(store->increment("d", 0.25).raw() == "0.25");
  CHECK(store->get("k")->type() == Value::Type::number);
}

void a_string_that_is_exactly_a_number_becomes_one(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("41"));
  CHECK(store->increment("k").raw() == "42");
  CHECK(store->get("k")->type() == Value::Type::number);
  store->set("k", str("-1.5e1"));
  CHECK(store->increment("k").raw() == "-14");
}

void what_is_no_number_is_left_alone(StoreFixture& fixture) {
  const auto store = fixture.open();
  for (const Value& value :
       {str(""), str(" 1"), str("1 "), str("+1"), str("0x10"), str("01"), str(".5"), str("1."), str("NaN"),
        str("Infinity"), str("1,5"), str("1_000"), Value::boolean(true), Value(), Value::json("[1]"),
        Value::json("{}"), Value::bytes("1")}) {
    CAPTURE(value.raw());
    store->set("k", value, {.ttl = Millis(60'000)});
    const auto before = contents(*store);
    CHECK(thrown([&] { store->increment("k"); }) == "data: k: the value is not a number");
    CHECK(thrown_code([&] { store->increment("k", 0.5); }) == "data");
    CHECK(contents(*store) == before);
  }
}

void whole_numbers_have_64_bits_and_never_wrap(StoreFixture& fixture) {
  const auto store = fixture.open();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max(),
                         least = std::numeric_limits<std::int64_t>::min();
  CHECK(store->increment("up", most - 1).raw() == "9223372036854775806");
  CHECK(store->increment("up").raw() == "9223372036854775807");
  CHECK(thrown_code([&] { store->increment("up"); }) == "data");
  CHECK(thrown_code([&] { store->increment("up", most); }) == "data");
  CHECK(text_of(*store, "up") == "9223372036854775807");
  CHECK(store->increment("up", least).raw() == "-1");
  CHECK(store->increment("down", least).raw() == "-9223372036854775808");
  CHECK(thrown_code([&] { store->increment("down", std::int64_t{-1}); }) == "data");
  CHECK(text_of(*store, "down") == "-9223372036854775808");
  // Above 2^53 a double would already lose ones.
  store->set("exact", Value::json("9007199254740993"));
  CHECK(store->increment("exact").raw() == "9007199254740994");
  store->set("large", Value::json("9223372036854775808"));
  CHECK(thrown_code([&] { store->increment("large"); }) == "data");
  CHECK(text_of(*store, "large") == "9223372036854775808");
}

void decimals_are_doubles_in_shortest_form(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK(store->increment("k", 0.1).raw() == "0.1");
  CHECK(store->increment("k", 0.2).raw() == "0.30000000000000004");
  CHECK(store->increment("w", std::int64_t{1}).raw() == "1");
  CHECK(store->increment("w", 0.5).raw() == "1.5");
  CHECK(store->increment("w", std::int64_t{1}).raw() == "2.5");
  store->set("e", Value::json("1e3"));
  CHECK(store->increment("e").raw() == "1001");
  store->set("max", Value::json("1.7976931348623157e308"));
  CHECK(thrown_code([&] { store->increment("max", 1.7976931348623157e308); }) == "data");
  CHECK(text_of(*store, "max") == "1.7976931348623157e308");
  CHECK(thrown_code([&] { store->increment("w", std::numeric_limits<double>::infinity()); }) == "data");
  CHECK(thrown_code([&] { store->increment("w", std::numeric_limits<double>::quiet_NaN()); }) == "data");
  store->set("huge", Value::json("1e999"));
  CHECK(thrown_code([&] { store->increment("huge", 1.0); }) == "data");
}

}  // namespace

std::vector<StorageCase> value_cases() {
  return {STORAGE_CASE(an_absent_key_is_an_answer),
          STORAGE_CASE(a_value_replaces_the_earlier_one),
          STORAGE_CASE(json_comes_back_as_it_was_written),
          STORAGE_CASE(insignificant_blanks_go_and_no_others),
          STORAGE_CASE(bytes_come_back_byte_for_byte),
          STORAGE_CASE(empty_values_are_values),
          STORAGE_CASE(strings_come_back_character_for_character),
          STORAGE_CASE(five_megabytes_come_back),
          STORAGE_CASE(any_text_may_be_a_key),
          STORAGE_CASE(bad_keys_are_refused_by_every_member),
          STORAGE_CASE(put_if_absent_writes_once),
          STORAGE_CASE(put_if_present_never_creates),
          STORAGE_CASE(put_if_equals_compares_what_get_prints),
          STORAGE_CASE(an_unmet_condition_changes_neither_value_nor_ttl),
          STORAGE_CASE(the_previous_value_is_told_on_request),
          STORAGE_CASE(an_increment_begins_at_zero),
          STORAGE_CASE(a_string_that_is_exactly_a_number_becomes_one),
          STORAGE_CASE(what_is_no_number_is_left_alone),
          STORAGE_CASE(whole_numbers_have_64_bits_and_never_wrap),
          STORAGE_CASE(decimals_are_doubles_in_shortest_form)};
}

}  // namespace conformance
