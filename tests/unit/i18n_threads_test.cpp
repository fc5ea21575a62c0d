// Readers and writers of one I18n at the same time.
#include <atomic>
#include <thread>

#include "catch.hpp"
#include "objectos/i18n.hpp"

using namespace objectos;

TEST_CASE("i18n: readers see one state while others add", "[threads]") {
  I18n i18n;
  i18n.add_translations("en", R"({"a":"0","b":"0","items":{"one":"{{count}} item","other":"{{count}} items"},
                                  "n":"{{n, number}}"})");
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::atomic<int> reads{0};
  const auto read = [&] {
    while (!done || reads < 1000) {
      const std::string text = i18n.t("a");
      if (text.empty() || text == "a") ++wrong;
      if (i18n.t("items", {{"count", 1}}) != "1 item") ++wrong;
      if (i18n.t("en", "n", {{"n", 1000}}) != "1,000") ++wrong;
      ++reads;
    }
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) readers.emplace_back(read);
  for (int i = 1; i <= 200; ++i) {
    const std::string text = std::to_string(i);
    i18n.add_translations("en", "{\"a\":\"" + text + "\",\"b\":\"" + text + "\"}");
    i18n.set_locale(i % 2 != 0 ? "en-GB" : "en");
    if (i18n.t("a") != text || i18n.t("b") != text) ++wrong;
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
}

TEST_CASE("i18n: several at a time in one thread", "[threads]") {
  I18n first, second;
  first.add_translations("en", R"({"a":"first"})");
  second.add_translations("en", R"({"a":"second"})");
  for (int i = 0; i < 3; ++i) {
    CHECK(first.t("a") == "first");
    CHECK(second.t("a") == "second");
  }
  {
    I18n third;
    third.add_translations("en", R"({"a":"third"})");
    CHECK(third.t("a") == "third");
  }
  I18n fourth;
  fourth.add_translations("en", R"({"a":"fourth"})");
  CHECK(fourth.t("a") == "fourth");
}
