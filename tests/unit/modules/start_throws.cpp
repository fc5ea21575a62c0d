#include <stdexcept>

#include "objectos/plugin.hpp"

namespace {

class StartThrows final : public objectos::Plugin {
 public:
  std::string name() const override { return "start_throws"; }
  std::string version() const override { return "1.0.0"; }
  void init(objectos::PluginContext& context) override {
    context.hook("start_throws.alive", [](const objectos::Value&) {});
  }
  void start(objectos::PluginContext&) override { throw std::runtime_error("no such port"); }
};

}  // namespace

OBJECTOS_MODULE(StartThrows)
