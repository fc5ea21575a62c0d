#include "objectos/kernel.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <chrono>

#include "core/files.hpp"
#include "core/module.hpp"
#include "kernel/context.hpp"
#include "kernel/guard.hpp"
#include "kernel/load_plugin.hpp"
#include "kernel/plugin_order.hpp"
#include "objectos/error.hpp"

namespace objectos {
namespace {

using Steady = std::chrono::steady_clock;

enum class Phase { idle, starting, running, stopping };

struct Slot {
  enum class Life { out, entered, initialised };  ///< entered: init() was called and has not returned

  Slot(std::string n, std::unique_ptr<Plugin> p) : name(std::move(n)), plugin(std::move(p)) {}

  std::string name;
  std::unique_ptr<Plugin> plugin;
  /// Lives on after destroy(): a task that stopped the kernel may still be using it.
  std::unique_ptr<kernel::Context> context;
  Life life = Life::out;
};

std::string event_data(const std::string& plugin, Steady::duration took) {
  const std::chrono::duration<double, std::milli> ms = took;
  std::string json = "{\"plugin\":";
  json::append_string(json, plugin);
  return json + ",\"duration_ms\":" + Value::number(ms.count()).raw() + "}";
}

// SIGINT and SIGTERM, blocked in this thread while it lives.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    struct sigaction interrupt {};
    // A shell starts background jobs with SIGINT ignored; waiting for a signal would undo that.
    if (sigaction(SIGINT, nullptr, &interrupt) != 0 || interrupt.sa_handler != SIG_IGN)
      sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~StopSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  int wait() const {
    int number = 0;
    while (sigwait(&set_, &number) != 0) {
    }
    return number;
  }

 private:
  sigset_t set_;
  sigset_t before_;
};

}  // namespace

struct ObjectOS::State {
  explicit State(Config config) : commons{std::move(config)} {}

  kernel::Commons commons;
  std::vector<std::unique_ptr<Slot>> slots;  // in start order once started
  std::atomic<Phase> phase{Phase::idle};

  void sort();
  void init(Slot& slot);
  void start(Slot& slot);
  void destroy(Slot& slot);
  void unwind();
  void announce(std::string_view event, const Slot& slot, Steady::duration took);
};

void ObjectOS::State::sort() {
  std::vector<kernel::PluginNode> nodes;
  for (const auto& slot : slots)
    nodes.push_back(
        {slot->name, kernel::run_named(slot->name, [&] { return slot->plugin->dependencies(); })});
  std::vector<std::unique_ptr<Slot>> sorted;
  for (const std::size_t i : kernel::plugin_order(nodes)) sorted.push_back(std::move(slots[i]));
  slots.swap(sorted);
}

// Nobody pays for an event that nobody waits for.
void ObjectOS::State::announce(std::string_view event, const Slot& slot, Steady::duration took) {
  if (!commons.events.has(event)) return;
  commons.events.trigger(event, Value::trusted(event_data(slot.name, took)));
}

void ObjectOS::State::init(Slot& slot) {
  const auto since = Steady::now();
  slot.context = std::make_unique<kernel::Context>(slot.name, commons);
  slot.life = Slot::Life::entered;
  kernel::run_named(slot.name, [&] { slot.plugin->init(*slot.context); });
  slot.life = Slot::Life::initialised;
  const auto took = Steady::now() - since;
  commons.observers.loaded(slot.name, took);
  announce("plugin.loaded", slot, took);
}

void ObjectOS::State::start(Slot& slot) {
  const auto since = Steady::now();
  kernel::run_named(slot.name, [&] { slot.plugin->start(*slot.context); });
  const auto took = Steady::now() - since;
  commons.observers.started(slot.name, took);
  announce("plugin.started", slot, took);
}

void ObjectOS::State::destroy(Slot& slot) {
  if (slot.life == Slot::Life::out) return;
  const auto since = Steady::now();
  // Dropped last: destroy() may use what the plugin registered without owning it.
  const auto services = slot.context->close();
  if (slot.life == Slot::Life::initialised) {
    if (const auto failure = kernel::failure_of([&] { slot.plugin->destroy(); }))
      slot.context->logger().error("destroy: " + *failure);
    announce("plugin.destroyed", slot, Steady::now() - since);
  }
  slot.life = Slot::Life::out;
}

void ObjectOS::State::unwind() {
  for (auto slot = slots.rbegin(); slot != slots.rend(); ++slot) destroy(**slot);
  commons.timers.stop();
  commons.observers.forget();
}

ObjectOS::ObjectOS(Config config) : state_(std::make_unique<State>(std::move(config))) {}

ObjectOS::~ObjectOS() {
  stop();
  while (!state_->slots.empty()) state_->slots.pop_back();
}

void ObjectOS::register_plugin(std::unique_ptr<Plugin> plugin) {
  if (!plugin) throw Error(Errc::usage, Message("kernel.null_plugin", "register a plugin: there is none"));
  std::string name = plugin->name();
  if (name.empty() || !is_utf8(name)) {
    throw Error(Errc::usage,
                Message("kernel.plugin_name", "register a plugin: its name is empty or not UTF-8"));
  }
  if (state_->phase != Phase::idle) {
    throw Error(Errc::usage,
                Message("kernel.register_late", "register plugin {{plugin}}: the kernel is running",
                        {{"plugin", name}}));
  }
  const auto& slots = state_->slots;
  if (std::any_of(slots.begin(), slots.end(), [&](const auto& slot) { return slot->name == name; })) {
    throw Error(Errc::usage,
                Message("kernel.plugin_taken", "register plugin {{plugin}}: there is one of that name",
                        {{"plugin", name}}));
  }
  state_->slots.push_back(std::make_unique<Slot>(std::move(name), std::move(plugin)));
}

void ObjectOS::load_configured_plugins() {
  const Value list = config().json("plugins");
  const ConfigOrigin origin = config().origin("plugins");
  json::Reader reader(list.raw(), {"plugins"});
  reader.begin_array();
  while (reader.next_element()) {
    std::string scratch;
    std::string entry(reader.string(scratch));
    if (entry.find('/') == entry.npos && !entry.ends_with(".so")) {
      register_plugin(kernel::make_plugin(load_module(entry), entry));
      continue;
    }
    if (entry.front() != '/' && origin.kind == ConfigOrigin::Kind::file) {
      entry = files::parent(origin.name) + "/" + entry;
    }
    register_plugin(load_plugin(entry));
  }
}

void ObjectOS::start() {
  Phase expected = Phase::idle;
  if (!state_->phase.compare_exchange_strong(expected, Phase::starting)) {
    throw Error(Errc::usage, Message("kernel.started", "start: the kernel is running"));
  }
  try {
    state_->sort();
    for (const auto& slot : state_->slots) state_->init(*slot);
    for (const auto& slot : state_->slots) state_->start(*slot);
  } catch (...) {
    state_->unwind();
    state_->phase = Phase::idle;
    throw;
  }
  state_->phase = Phase::running;
}

void ObjectOS::stop() noexcept {
  Phase expected = Phase::running;
  if (!state_->phase.compare_exchange_strong(expected, Phase::stopping)) return;
  state_->unwind();
  state_->phase = Phase::idle;
}

bool ObjectOS::is_running() const noexcept {
  return state_->phase == Phase::running;
}

int ObjectOS::run_until_signal() {
  if (!is_running())
    throw Error(Errc::usage, Message("kernel.not_started", "wait for a signal: the kernel is not running"));
  const StopSignals signals;
  const int number = signals.wait();
  stop();
  return number;
}

bool ObjectOS::has_service(std::string_view name) const {
  return state_->commons.services.has(name);
}

std::vector<std::string> ObjectOS::plugins() const {
  std::vector<std::string> names;
  for (const auto& slot : state_->slots) names.push_back(slot->name);
  return names;
}

const Config& ObjectOS::config() const noexcept {
  return state_->commons.config;
}

std::shared_ptr<void> ObjectOS::find_service(std::string_view name, const std::type_info& type) const {
  auto service = state_->commons.services.find(name, type);
  state_->commons.observers.service_called(name);
  return service;
}

}  // namespace objectos
