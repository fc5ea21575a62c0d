// A plugin that counts visits. It hears of the event `visit` ({"page":…}), keeps the number of each page in
// the scope `visits`, and says on a timer how many there were, as a metric. Its service `visits` is a
// std::function that takes a page.
//
//   { "plugins": ["./visits.so"] }
#include <objectos/error.hpp>
#include <objectos/kernel.hpp>
#include <objectos/metrics.hpp>
#include <objectos/plugin.hpp>
#include <objectos/storage.hpp>

#include <atomic>
#include <functional>

namespace {

class Visits : public objectos::Plugin {
 public:
  std::string name() const override { return "visits"; }
  std::string version() const override { return "1.0"; }
  std::vector<std::string> dependencies() const override { return {"storage"}; }

  void init(objectos::PluginContext& context) override {
    context.register_service<std::function<void(const std::string&)>>(
        "visits", std::make_shared<std::function<void(const std::string&)>>(
                      [this](const std::string& page) { visit(page); }));
  }

  void start(objectos::PluginContext& context) override {
    store_.emplace(context.get_service<objectos::Storage>("storage")->scoped("visits"));
    if (store_->has("refuse"))
      throw objectos::Error(objectos::Errc::denied, objectos::Message("visits.refuse", "visits are refused"));
    store_->set("started", objectos::Value::boolean(true));
    context.hook("visit", [this](const objectos::Value& data) { visit(data.text()); });
    context.hook("plugin.started", [this](const objectos::Value&) { store_->increment("plugins"); });
    if (!context.has_service("metrics")) return;
    metrics_ = context.get_service<objectos::Metrics>("metrics");
    context.every(objectos::Millis(50),
                  [this] { metrics_->set_gauge("visits.plugins", static_cast<double>(++ticks_)); });
  }

  void destroy() override {
    metrics_.reset();
    store_.reset();
  }

 private:
  void visit(const std::string& page) { store_->increment(page); }
  std::optional<objectos::Storage> store_;
  std::shared_ptr<objectos::Metrics> metrics_;
  std::atomic<int> ticks_{0};
};

}  // namespace

OBJECTOS_MODULE(Visits)
