// Server URLs from configuration and environment.
#include "fuzz.hpp"
#include "kernel/server_options.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const objectos::Config config = objectos::Config::parse("{\"state_dir\":\"/nowhere\"}");
  for (const char* scheme : {"redis://", "rediss+sentinel://", "redis+cluster://", "redis+unix://"}) {
    const std::string url = scheme + std::string(as_text(data, size));
    objectos::ServerOptions options;
    if (!succeeds(objectos::Errc::usage, [&] { options = server_options_of_url(config, "storage", url); })) continue;
    MUST_HOLD(!options.endpoints.empty());
    for (const objectos::Endpoint& endpoint : options.endpoints) {
      MUST_HOLD(endpoint.path.empty() != endpoint.host.empty());
      MUST_HOLD(endpoint.host.empty() || (endpoint.port > 0 && endpoint.port < 65536));
    }
  }
  return 0;
}
