// Flags over every store.
#include <atomic>
#include <thread>

#include "objectos/flags.hpp"
#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

using objectos::FlagResult;
using objectos::Flags;

/// "VARIANT REASON".
std::string got(const Flags& flags, std::string_view name, std::string_view user = {}) {
  const FlagResult result = flags.get(name, {.user = std::string(user)});
  return result.variant.value_or("-") + ' ' + std::string(flag_reason_name(result.reason));
}

std::string exported(const Flags& flags) {
  std::string text;
  flags.export_to([&text](std::string_view piece) { text += piece; });
  return text;
}

void flags_and_values_of_users(StoreFixture& fixture) {
  const auto store = fixture.open();
  Flags flags(*store);
  CHECK(got(flags, "f") == "- ERROR");
  flags.set("f", Value::boolean(true), {.user = "alice"});
  CHECK(got(flags, "f") == "off STATIC");
  CHECK(got(flags, "f", "alice") == "on TARGETING_MATCH");
  flags.set("f", Value::boolean(false), {.percent = 50});
  CHECK(got(flags, "f", "alice") == "on TARGETING_MATCH");
  CHECK(flags.remove("f", "alice"));
  CHECK_FALSE(flags.remove("f", "alice"));
  flags.set("f", Value::boolean(true), {.user = "alice"});
  flags.set("f2", Value::boolean(true), {.user = "alice"});
  CHECK(flags.remove("f"));
  CHECK_FALSE(flags.remove("f"));
  CHECK(got(flags, "f", "alice") == "- ERROR");
  CHECK(got(flags, "f2", "alice") == "on TARGETING_MATCH");
  CHECK(flags.list().size() == 1);
  CHECK(store->clear() == 0);  // its scope is not cleared with the rest
}

void flags_go_through_a_file_unchanged(StoreFixture& fixture) {
  Flags flags(*fixture.open());
  std::string text = R"({"flags":{)";
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    text += (i ? ",\"f" : "\"f") + n +
            R"(":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"on",)" +
            R"("targeting":{"if":[{"$ref":"r"},"off"]},"overrides":{"u/)" + n + "\":false}}";
  }
  CHECK(flags.import(text + R"(},"$evaluators":{"r":{"==":[{"var":"a"},1]}}})", "f") == 300);
  const std::string first = exported(flags);
  CHECK(got(flags, "f299", "u/299") == "off TARGETING_MATCH");
  CHECK(flags.get("f7", {.attributes = Value::json(R"({"a":1})")}).variant == "off");
  CHECK(flags.import(first, "again") == 300);
  CHECK(exported(flags) == first);
}

void flags_of_a_broken_file_are_not_stored(StoreFixture& fixture) {
  const auto store = fixture.open();
  Flags flags(*store);
  CHECK(thrown_code([&] {
          flags.import(
              R"({"flags":{"a":{"state":"ENABLED","variants":{}},"b":{"state":"ON","variants":{}}}})", "f");
        }) == "data");
  CHECK(store->count() == 0);
}

void flags_that_are_set_at_once(StoreFixture& fixture) {
  std::vector<std::shared_ptr<Storage>> stores;
  for (int i = 0; i < 4; ++i) stores.push_back(fixture.open());
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < stores.size(); ++i) {
    threads.emplace_back([&, i] {
      try {
        Flags flags(*stores[i]);
        for (int n = 0; n < 10; ++n) {
          const std::string user = "u" + std::to_string(i) + '.' + std::to_string(n);
          flags.set("f", Value::boolean(true), {.user = user});
          flags.set("f", Value::boolean(false), {.percent = n});
          failed += got(flags, "f", user) != "on TARGETING_MATCH";
        }
      } catch (const objectos::Error& error) {
        if (failed++ == 0) fprintf(stderr, "%s\n", error.what());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
  CHECK(Flags(*stores[0]).list().size() == 1);
}

}  // namespace

std::vector<StorageCase> flag_cases() {
  return {STORAGE_CASE(flags_and_values_of_users), STORAGE_CASE(flags_go_through_a_file_unchanged),
          STORAGE_CASE(flags_of_a_broken_file_are_not_stored),
          STORAGE_CASE(flags_that_are_set_at_once, .shared = true)};
}

}  // namespace conformance
