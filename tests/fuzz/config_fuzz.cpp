// Anything as a configuration: it is refused as usage, or every key can be asked for.
#include "fuzz.hpp"
#include "objectos/config.hpp"
#include "objectos/json.hpp"

using namespace objectos;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  succeeds(Errc::usage, [&] {
    const Config config = Config::parse(as_text(data, size), "f.json");
    const bool sound = succeeds(Errc::usage, [&] { config.check(); });
    for (const ConfigKey& row : config_table()) {
      const bool read = succeeds(Errc::usage, [&] {
        const std::string text = config.json(row.name).to_json();
        json::check(text);
        config.get(row.name);
      });
      if (sound && config.is_set(row.name)) MUST_HOLD(read);  // check() has read it already
      if (config.is_set(row.name)) MUST_HOLD(config.origin(row.name).line > 0);
    }
    if (sound) {
      for (const Config::Row& row : config.rows(true)) json::check(row.value.to_json());
    }
  });
  return 0;
}
