// 1. Translations that are looked up once an hour: the cache in front of the texts, under `i18n:LOCALE:KEY`.
//
//   cached_translations LOCALE KEY…     prints each text; its configuration is objectos's own
#include <objectos/cache.hpp>
#include <objectos/error.hpp>
#include <objectos/i18n.hpp>
#include <objectos/kernel.hpp>

#include <chrono>
#include <iostream>
#include <memory>

class CachedTranslations {
 public:
  /// Without a cache every text is looked up: slower, and right all the same.
  explicit CachedTranslations(const objectos::ObjectOS& os) : i18n_(os.get_service<objectos::I18n>("i18n")) {
    if (os.has_service("cache")) cache_ = os.get_service<objectos::Cache>("cache");
  }

  std::string text(const std::string& locale, const std::string& key) {
    if (!cache_) return i18n_->t(locale, key);
    const auto look_up = [&] { return objectos::Value::string(i18n_->t(locale, key)); };
    return cache_->get_or_compute("i18n:" + locale + ":" + key, look_up, {.ttl = std::chrono::hours(1)})
        .text();
  }

  /// When translations have changed.
  void forget(const std::string& locale) {
    if (cache_) cache_->invalidate_matching(objectos::Glob("i18n:" + locale + ":*"));
  }

 private:
  std::shared_ptr<objectos::I18n> i18n_;
  std::shared_ptr<objectos::Cache> cache_;
};

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::cerr << "usage: cached_translations LOCALE KEY...\n";
    return 2;
  }
  objectos::ObjectOS os(objectos::Config::load(objectos::ConfigSources::process()));
  os.register_plugin(std::make_unique<objectos::CachePlugin>());
  os.register_plugin(std::make_unique<objectos::I18nPlugin>());
  os.start();
  CachedTranslations translations(os);
  if (std::string_view(argv[2]) == "--changed") {
    translations.forget(argv[1]);
    return 0;
  }
  for (int i = 2; i < argc; ++i) std::cout << translations.text(argv[1], argv[i]) << '\n';
  return 0;
} catch (const objectos::Error& error) {
  std::cerr << "cached_translations: " << error.what() << '\n';
  return static_cast<int>(error.code());
}
