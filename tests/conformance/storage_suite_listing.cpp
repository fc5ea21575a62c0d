// Ranges, patterns, scopes and what removes many keys at once.
#include <algorithm>
#include <stdexcept>

#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

using Scopes = std::vector<std::pair<std::string, std::size_t>>;

void fill(Storage& store, const Keys& keys) {
  for (const std::string& key : keys) store.set(key, str(key));
}

Keys visited(const Storage& store, const Range& range, std::size_t limit = 1'000'000) {
  Keys keys;
  store.each(range, [&](const Entry& entry) {
    keys.push_back(entry.key);
    return keys.size() < limit;
  });
  return keys;
}

/// Keys around everything that a range scan may get wrong: neighbours of prefixes, the last code points of
/// each length, and what a pattern holds itself.
const Keys tricky = {"!",
                     "*",
                     "?",
                     "A",
                     "B",
                     "[",
                     "[a]",
                     "\\",
                     "]",
                     "a",
                     "a!",
                     "a*",
                     "a:",
                     "a:1",
                     "a:2",
                     "a;",
                     "aa",
                     "ab",
                     "ab:1",
                     "a\x7F",
                     "b",
                     "b:",
                     "z\xC3\xBF",
                     "z\xC3\xBFx",
                     "z\xC4\x80",
                     "\xC3\xA9",
                     "\xC3\xAA",
                     "\xDF\xBF",
                     "\xE0\xA0\x80",
                     "\xEF\xBF\xBD",
                     "\xEF\xBF\xBF",
                     "\xEF\xBF\xBFx",
                     "\xF0\x90\x80\x80",
                     "\xF4\x8F\xBF\xBF",
                     "\xF4\x8F\xBF\xBF\xF4\x8F\xBF\xBF",
                     "\xF4\x8F\xBF\xBFx"};

void keys_come_in_byte_order(StoreFixture& fixture) {
  const auto store = fixture.open();
  Keys keys = tricky;
  std::reverse(keys.begin(), keys.end());
  fill(*store, keys);
  std::sort(keys.begin(), keys.end());
  CHECK(store->keys() == keys);
  CHECK(visited(*store, {Glob(), {}, true}) == keys);
}

void a_pattern_lists_exactly_what_it_matches(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, tricky);
  for (const char* pattern : {"*",
                              "**",
                              "",
                              "a",
                              "a*",
                              "a:*",
                              "a:?",
                              "?",
                              "??",
                              "*a",
                              "*a*",
                              "[ab]*",
                              "[!ab]*",
                              "[a-z]:*",
                              "a[:;]*",
                              "\\*",
                              "\\?",
                              "\\[*",
                              "[[]a]",
                              "\\\\",
                              "[]]",
                              "z\xC3\xBF*",
                              "z[\xC3\xBF-\xC4\x80]",
                              "\xEF\xBF\xBF*",
                              "\xF4\x8F\xBF\xBF*",
                              "\xF4\x8F\xBF\xBF?",
                              "*\xBD",
                              "nothing*",
                              "a*1",
                              "[!\x01-\x7F]*",
                              "*[!\xC3\xA9]"}) {
    CAPTURE(pattern);
    const Glob glob(pattern);
    Keys expected;
    for (const std::string& key : tricky) {
      if (glob.matches(key)) expected.push_back(key);
    }
    std::sort(expected.begin(), expected.end());
    CHECK(store->keys(glob) == expected);
    CHECK(store->count(glob) == expected.size());
  }
}

void a_cursor_goes_on_behind_its_key(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, tricky);
  const Keys all = store->keys();
  for (const char* pattern : {"*", "a*", "a:*", "z*", "*1"}) {
    const Glob glob(pattern);
    const Keys matching = store->keys(glob);
    // Also from keys that do not match, lie before or behind the prefix, or are not there at all.
    Keys cursors = all;
    cursors.insert(cursors.end(), {"a:15", "\x01", "zz", "\xF4\x8F\xBF\xBFz"});
    for (const std::string& after : cursors) {
      CAPTURE(pattern, after);
      Keys expected;
      std::copy_if(matching.begin(), matching.end(), std::back_inserter(expected),
                   [&](const std::string& key) { return key > after; });
      CHECK(visited(*store, {glob, after, false}) == expected);
    }
  }
}

void pages_by_cursor_give_every_key_once(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, tricky);
  Keys paged;
  Range range{Glob(), {}, false};
  for (;;) {
    const Keys page = visited(*store, range, 3);
    if (page.empty()) break;
    CHECK(page.size() <= 3);
    paged.insert(paged.end(), page.begin(), page.end());
    range.after = page.back();
  }
  CHECK(paged == store->keys());
}

void a_visitor_ends_the_scan(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, {"a", "b", "c"});
  CHECK(visited(*store, {Glob(), {}, true}, 1) == Keys{"a"});
  CHECK(visited(*store, {Glob(), {}, false}, 2) == Keys{"a", "b"});
}

void a_visitor_that_throws_leaves_the_store_usable(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, {"a", "b"});
  CHECK_THROWS_AS(
      store->each({Glob(), {}, true}, [](const Entry&) -> bool { throw std::runtime_error("enough"); }),
      std::runtime_error);
  store->set("c", str("c"));
  CHECK(store->keys() == Keys{"a", "b", "c"});
}

void a_scan_gives_values_or_null_as_asked(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", Value::bytes("raw"), {.ttl = Millis(60'000)});
  for (const bool with_values : {true, false}) {
    store->each({Glob(), {}, with_values}, [&](const Entry& entry) {
      CHECK(entry.value == (with_values ? Value::bytes("raw") : Value()));
      if (with_values) CHECK(entry.expires_at == fixture.clock.now + 60'000);
      return true;
    });
  }
}

// ---- scopes ----------------------------------------------------------------------------------------------

void a_scope_is_what_stands_before_the_first_colon(StoreFixture& fixture) {
  const auto store = fixture.open();
  Storage scope = store->scoped("a");
  scope.set("b", str("v"));
  scope.set("c:d", str("w"));
  CHECK(text_of(*store, "a:b") == "v");
  CHECK(text_of(*store, "a:c:d") == "w");
  store->set("a:e", str("x"));
  CHECK(text_of(scope, "e") == "x");
  CHECK(scope.entry("e")->key == "e");
  CHECK(scope.keys() == Keys{"b", "c:d", "e"});
  CHECK(scope.scope() == "a");
  CHECK(scope.increment("n").raw() == "1");
  CHECK(scope.expire("n", Millis(60'000)));
  CHECK(scope.ttl("n").value());
  CHECK(scope.persist("n"));
  CHECK(scope.has("n"));
  CHECK(scope.remove("n"));
  CHECK_FALSE(store->has("a:n"));
}

void neighbouring_scopes_do_not_mix(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, {"a", "a-b:1", "a:1", "a:2", "aa:1", "a;1", "A:1", "b:1", ":1", "*:1", "?:1", "[a]:1"});
  CHECK(store->scoped("a").keys() == Keys{"1", "2"});
  CHECK(store->scoped("a").count() == 2);
  CHECK(store->scoped("a").keys(Glob("[!1]")) == Keys{"2"});
  CHECK(store->scoped("a").keys(Glob("")) == Keys{});
  // A scope's name is no pattern.
  CHECK(store->scoped("*").keys() == Keys{"1"});
  CHECK(store->scoped("?").keys() == Keys{"1"});
  CHECK(store->scoped("[a]").keys() == Keys{"1"});
  CHECK(store->scoped("*").remove_matching(Glob()) == 1);
  CHECK(store->count() == 11);
  CHECK(store->scopes() == Scopes{{"?", 1}, {"A", 1}, {"[a]", 1}, {"a", 2}, {"a-b", 1}, {"aa", 1}, {"b", 1}});
}

void a_cursor_in_a_scope_has_no_scope(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, {"a:1", "a:2", "a:3", "b:1"});
  CHECK(visited(store->scoped("a"), {Glob(), "1", true}) == Keys{"2", "3"});
  CHECK(visited(store->scoped("a"), {Glob("[12]"), "1", false}) == Keys{"2"});
  CHECK(visited(store->scoped("a"), {Glob(), "3", true}).empty());
}

void scope_names_are_checked(StoreFixture& fixture) {
  const auto store = fixture.open();
  for (const std::string& name : {std::string(), std::string("a:b"), std::string("a\nb"),
                                  std::string("a\0b", 3), std::string("\xFF")}) {
    CHECK(thrown_code([&] { store->scoped(name); }) == "usage");
  }
  CHECK(thrown_code([&] { store->scoped("a").scoped("b"); }) == "usage");
}

void a_scope_counts_for_the_length_of_a_key(StoreFixture& fixture) {
  const auto store = fixture.open();
  Storage scope = store->scoped(std::string(23, 's'));
  scope.set(std::string(1000, 'k'), str("v"));
  CHECK(scope.has(std::string(1000, 'k')));
  CHECK(thrown_code([&] { scope.set(std::string(1001, 'k'), str("v")); }) == "usage");
}

// ---- removing --------------------------------------------------------------------------------------------

void clear_spares_the_scopes_of_services(StoreFixture& fixture) {
  const auto store = fixture.open();
  const Keys services = {"feature-flags:x", "lock:x", "ratelimit:x", "sessions:x"};
  fill(*store, services);
  fill(*store, {"a", "lock", "locks:x", "a:lock:x", "Lock:x", "lock;x"});
  CHECK(store->keys_to_clear() == Keys{"Lock:x", "a", "a:lock:x", "lock", "lock;x", "locks:x"});
  CHECK(store->clear() == 6);
  CHECK(store->keys() == services);
  CHECK(store->scoped("lock").clear() == 1);  // named, it goes
  CHECK(store->count() == 3);
}

void clear_in_a_scope_stays_there(StoreFixture& fixture) {
  const auto store = fixture.open();
  fill(*store, {"a:1", "a:2", "a", "ab:1", "b:1"});
  CHECK(store->scoped("a").keys_to_clear() == Keys{"1", "2"});
  CHECK(store->scoped("a").clear() == 2);
  CHECK(store->keys() == Keys{"a", "ab:1", "b:1"});
}

void remove_matching_goes_through_many_pages(StoreFixture& fixture) {
  const auto store = fixture.open();
  const auto group = store->backend().begin(Access::write);
  for (int i = 0; i < 2500; ++i) store->set("k:" + std::to_string(i), Value());
  store->set("other", Value());
  group->commit();
  CHECK(store->remove_matching(Glob("k:*5")) == 250);
  CHECK(store->count() == 2251);
  CHECK(store->remove_matching(Glob("k:*")) == 2250);
  CHECK(store->keys() == Keys{"other"});
}

}  // namespace

std::vector<StorageCase> listing_cases() {
  return {STORAGE_CASE(keys_come_in_byte_order),
          STORAGE_CASE(a_pattern_lists_exactly_what_it_matches),
          STORAGE_CASE(a_cursor_goes_on_behind_its_key),
          STORAGE_CASE(pages_by_cursor_give_every_key_once),
          STORAGE_CASE(a_visitor_ends_the_scan),
          STORAGE_CASE(a_visitor_that_throws_leaves_the_store_usable),
          STORAGE_CASE(a_scan_gives_values_or_null_as_asked, .injected_clock = true),
          STORAGE_CASE(a_scope_is_what_stands_before_the_first_colon),
          STORAGE_CASE(neighbouring_scopes_do_not_mix),
          STORAGE_CASE(a_cursor_in_a_scope_has_no_scope),
          STORAGE_CASE(scope_names_are_checked),
          STORAGE_CASE(a_scope_counts_for_the_length_of_a_key),
          STORAGE_CASE(clear_spares_the_scopes_of_services),
          STORAGE_CASE(clear_in_a_scope_stays_there),
          STORAGE_CASE(remove_matching_goes_through_many_pages)};
}

}  // namespace conformance
