// A plugin that does everything a plugin can: a service, a hook, an event of its own, a timer.
#include <memory>

#include "greeter.hpp"
#include "objectos/plugin.hpp"

namespace {

struct Hello final : Greeter {
  std::string greet(const std::string& name) const override { return "hello, " + name; }
};

class Good final : public objectos::Plugin {
 public:
  std::string name() const override { return "good"; }
  std::string version() const override { return "1.0.0"; }

  void init(objectos::PluginContext& context) override {
    context.register_service<Greeter>("greeter", std::make_shared<Hello>());
    context.hook("greet.asked", [&context](const objectos::Value& name) {
      const auto greeter = context.get_service<Greeter>("greeter");
      context.trigger("greet.answered", objectos::Value::string(greeter->greet(name.text())));
    });
  }
  void start(objectos::PluginContext& context) override {
    context.every(objectos::Millis(1), [&context] { context.trigger("greet.tick"); });
  }
};

}  // namespace

OBJECTOS_MODULE(Good)
