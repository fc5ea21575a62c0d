// Translations in this process: i18n_bench WHAT
//
// WHAT     prints nanoseconds of processor time for one call of t(), the best of five rounds
// plain    a text without arguments
// params   a text with two arguments
// plural   a text with plural forms, counts from 0 to 120
// fill DIR makes files of 100,000 bytes for five locales in DIR
//
// Among a thousand other keys, in Russian, which has four forms. i18next.cjs does the same.
#include <ctime>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>

#include "objectos/i18n.hpp"

namespace {

using objectos::I18n;
constexpr std::size_t calls = 2'000'000;

std::string texts(std::size_t keys) {
  std::string json = "{";
  for (std::size_t i = 0; i < keys; ++i) {
    json += "\"page" + std::to_string(i / 20) + ".title" + std::to_string(i % 20) +
            "\":\"A text that stands on the page " + std::to_string(i) + "\",";
  }
  return json +
         R"("cart":{"title":"Shopping cart","greeting":"Hello {{name}}, your order {{id}} has been sent","items":{)"
         R"("one":"{{count}} item","few":"{{count}} items: few","many":"{{count}} items: many","other":"{{count}} items"}}})";
}

double processor_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

std::size_t bytes = 0;  // so that nothing is left out

double best(const std::function<std::string(std::size_t)>& call) {
  double least = HUGE_VAL;
  for (int round = 0; round < 5; ++round) {
    const double begin = processor_ns();
    for (std::size_t i = 0; i < calls; ++i) bytes += call(i).size();
    least = std::min(least, (processor_ns() - begin) / static_cast<double>(calls));
  }
  return least;
}

void fill(const std::string& directory) {
  for (const char* locale : {"en", "de", "fr", "ru", "zh"})
    std::ofstream(directory + "/" + locale + ".json") << texts(1600);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "fill" && argc > 2) {
    fill(argv[2]);
    return 0;
  }
  I18n i18n({.default_locale = "ru"});
  i18n.add_translations("ru", texts(1000));
  double ns = 0;
  if (what == "plain") ns = best([&](std::size_t) { return i18n.t("cart.title"); });
  if (what == "params") {
    ns = best([&](std::size_t i) { return i18n.t("cart.greeting", {{"name", "Ada Lovelace"}, {"id", i}}); });
  }
  if (what == "plural") ns = best([&](std::size_t i) { return i18n.t("cart.items", {{"count", i % 121}}); });
  if (ns == 0 || bytes == 0) {
    std::fprintf(stderr, "usage: i18n_bench plain|params|plural, i18n_bench fill DIR\n");
    return 2;
  }
  std::printf("%.0f\n", ns);
}
