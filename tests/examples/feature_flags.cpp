// 5. Feature flags with a cache in front, and values of single users.
//
//   feature_flags FLAG USER…     prints for each user whether the flag is on, and why
#include <objectos/error.hpp>
#include <objectos/flags.hpp>
#include <objectos/kernel.hpp>

#include <iostream>
#include <memory>

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::cerr << "usage: feature_flags FLAG USER...\n";
    return 2;
  }
  objectos::ObjectOS os(objectos::Config::load(objectos::ConfigSources::process()));
  os.register_plugin(std::make_unique<objectos::StoragePlugin>());
  os.register_plugin(std::make_unique<objectos::CachePlugin>());  // leave it out: only slower
  os.register_plugin(std::make_unique<objectos::FlagsPlugin>());
  os.start();
  const auto flags = os.get_service<objectos::Flags>("flags");
  for (int i = 2; i < argc; ++i) {
    // A flag that is not there is off, and no error.
    const objectos::FlagResult result = flags->get(argv[1], {.user = argv[i]});
    std::cout << argv[i] << ' ' << (result.is_on() ? "on" : "off") << ' '
              << objectos::flag_reason_name(result.reason) << '\n';
  }
  return 0;
} catch (const objectos::Error& error) {
  std::cerr << "feature_flags: " << error.what() << '\n';
  return static_cast<int>(error.code());
}
