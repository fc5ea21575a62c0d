#include "objectos/kernel.hpp"

#include <signal.h>

#include <atomic>
#include <future>
#include <latch>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "capture_stderr.hpp"
#include "catch.hpp"
#include "kernel/plugin_order.hpp"
#include "objectos/error.hpp"

using namespace objectos;
using kernel::plugin_order;
using Names = std::vector<std::string>;

namespace {

template <class Call>
Error error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("no Error came");
}

// A plugin whose parts a test gives; what happens to it goes into a diary.
struct Fake : Plugin {
  explicit Fake(std::string name, Names* diary = nullptr, Names dependencies = {})
      : name_(std::move(name)), dependencies_(std::move(dependencies)), diary_(diary) {}
  std::string name() const override { return name_; }
  std::string version() const override { return "1.0"; }
  Names dependencies() const override { return dependencies_; }
  void init(PluginContext& c) override {
    context = &c;
    note("init");
    if (on_init) on_init(c);
  }
  void start(PluginContext& c) override {
    note("start");
    if (on_start) on_start(c);
  }
  void destroy() override {
    note("destroy");
    if (on_destroy) on_destroy();
  }

  std::function<void(PluginContext&)> on_init, on_start;
  std::function<void()> on_destroy;
  PluginContext* context = nullptr;

 private:
  void note(const std::string& what) {
    if (diary_) diary_->push_back(what + " " + name_);
  }
  std::string name_;
  Names dependencies_;
  Names* diary_;
};

Fake& add(ObjectOS& os, const std::string& name, Names* diary = nullptr, Names dependencies = {}) {
  auto fake = std::make_unique<Fake>(name, diary, std::move(dependencies));
  Fake& out = *fake;
  os.register_plugin(std::move(fake));
  return out;
}

struct Number {
  int value;
};

}  // namespace

TEST_CASE("plugins start behind what they depend on, otherwise as registered") {
  CHECK(plugin_order({}).empty());
  CHECK(plugin_order({{"c", {}}, {"b", {}}, {"a", {}}}) == std::vector<std::size_t>{0, 1, 2});
  CHECK(plugin_order({{"c", {"b", "a"}}, {"b", {"a"}}, {"a", {}}}) == std::vector<std::size_t>{2, 1, 0});
  CHECK(plugin_order({{"x", {}}, {"c", {"a", "a"}}, {"b", {}}, {"a", {}}}) ==
        std::vector<std::size_t>{0, 3, 1, 2});
}

TEST_CASE("dependencies that cannot be met are named with their path") {
  const auto text = [](const std::vector<kernel::PluginNode>& nodes) {
    const Error error = error_of([&] { plugin_order(nodes); });
    CHECK(error.code() == Errc::usage);
    return std::string(error.what());
  };
  CHECK(text({{"a", {"a"}}}) == "plugins depend on each other: a -> a");
  CHECK(text({{"a", {"b"}}, {"b", {"a"}}}) == "plugins depend on each other: a -> b -> a");
  CHECK(text({{"start", {"a"}}, {"a", {"ok", "b"}}, {"ok", {}}, {"b", {"c"}}, {"c", {"a"}}}) ==
        "plugins depend on each other: a -> b -> c -> a");
  CHECK(text({{"app", {"cache"}}, {"cache", {"redis"}}}) ==
        "plugin cache needs redis, which is not registered: app -> cache -> redis");

  const Error error = error_of([] { plugin_order({{"storage", {}}, {"app", {"storge"}}}); });
  CHECK(error.hint().text() == "did it mean storage?");
}

TEST_CASE("the life of plugins") {
  Names diary;
  ObjectOS os;
  add(os, "app", &diary, {"store"});
  add(os, "store", &diary);
  CHECK_FALSE(os.is_running());
  CHECK(os.plugins() == Names{"app", "store"});
  os.start();
  CHECK(os.is_running());
  CHECK(os.plugins() == Names{"store", "app"});
  CHECK(diary == Names{"init store", "init app", "start store", "start app"});
  diary.clear();
  os.stop();
  CHECK_FALSE(os.is_running());
  CHECK(diary == Names{"destroy app", "destroy store"});
  os.stop();
  CHECK(diary.size() == 2);

  SECTION("a kernel can be started again") {
    diary.clear();
    add(os, "late", &diary);
    os.start();
    os.stop();
    CHECK(diary == Names{"init store", "init app", "init late", "start store", "start app", "start late",
                         "destroy late", "destroy app", "destroy store"});
  }
}

TEST_CASE("the end of the kernel stops it") {
  Names diary;
  {
    ObjectOS os;
    add(os, "a", &diary);
    os.start();
  }
  CHECK(diary == Names{"init a", "start a", "destroy a"});
}

TEST_CASE("what cannot be registered") {
  ObjectOS os;
  Fake& running = add(os, "a");
  CHECK(error_of([&] { os.register_plugin(nullptr); }).code() == Errc::usage);
  CHECK(error_of([&] { add(os, ""); }).code() == Errc::usage);
  CHECK(error_of([&] { add(os, "\xff"); }).code() == Errc::usage);
  CHECK(std::string(error_of([&] { add(os, "a"); }).what()) ==
        "register plugin a: there is one of that name");
  running.on_init = [&](PluginContext&) { CHECK(error_of([&] { add(os, "b"); }).code() == Errc::usage); };
  os.start();
  CHECK(error_of([&] { add(os, "b"); }).code() == Errc::usage);
  CHECK(error_of([&] { os.start(); }).code() == Errc::usage);
  CHECK(os.plugins() == Names{"a"});
}

TEST_CASE("a start that fails is undone") {
  Names diary;
  ObjectOS os;
  Fake& first = add(os, "first", &diary);
  first.on_init = [](PluginContext& c) { c.register_service("one", std::make_shared<Number>(Number{1})); };
  Fake& second = add(os, "second", &diary, {"first"});
  add(os, "third", &diary, {"second"});
  std::string expected;

  SECTION("in init, of which the plugin itself is not destroyed") {
    second.on_init = [](PluginContext& c) {
      c.register_service("two", std::make_shared<Number>(Number{2}));
      c.hook("e", [](const Value&) { FAIL("a handler of a plugin that never was"); });
      throw Error(Errc::denied, Message("test.no", "no {{what}}", {{"what", "entry"}}),
                  Message("test.key", "find a key"));
    };
    const Error error = error_of([&] { os.start(); });
    CHECK(error.code() == Errc::denied);
    CHECK(std::string(error.what()) == "plugin second: no entry");
    CHECK(error.hint().text() == "find a key");
    CHECK(diary == Names{"init first", "init second", "destroy first"});
  }
  SECTION("in start, of which it is") {
    second.on_start = [](PluginContext&) { throw std::runtime_error("port taken"); };
    const Error error = error_of([&] { os.start(); });
    CHECK(error.code() == Errc::internal);
    CHECK(std::string(error.what()) == "plugin second: port taken");
    CHECK(diary == Names{"init first", "init second", "init third", "start first", "start second",
                         "destroy third", "destroy second", "destroy first"});
  }
  SECTION("whatever is thrown") {
    second.on_start = [](PluginContext&) { throw 1; };
    CHECK(error_of([&] { os.start(); }).code() == Errc::internal);
  }
  CHECK_FALSE(os.is_running());
  CHECK_FALSE(os.has_service("one"));
  CHECK_FALSE(os.has_service("two"));

  second.on_init = nullptr;
  second.on_start = nullptr;
  os.start();
  CHECK(os.is_running());
  CHECK(os.has_service("one"));
  CHECK(second.context->trigger("e") == 0);
}

TEST_CASE("a destroy that throws is logged and the others go on") {
  Names diary;
  ObjectOS os;
  add(os, "a", &diary);
  add(os, "b", &diary).on_destroy = [] { throw std::runtime_error("stuck"); };
  os.start();
  const CaptureStderr stream;
  os.stop();
  CHECK(diary.back() == "destroy a");
  CHECK(stream.text() == "objectos: error: b: destroy: stuck\n");
}

TEST_CASE("services") {
  ObjectOS os;
  const auto number = std::make_shared<Number>(Number{7});
  Fake& owner = add(os, "owner");
  bool gone_in_destroy = false;
  owner.on_init = [&](PluginContext& c) {
    c.register_service("number", number);
    CHECK(c.has_service("number"));
    CHECK(error_of([&] { c.register_service("number", number); }).code() == Errc::usage);
    CHECK(error_of([&] { c.register_service<Number>("null", nullptr); }).code() == Errc::usage);
  };
  Fake& user = add(os, "user", nullptr, {"owner"});
  user.on_start = [&](PluginContext& c) { CHECK(c.get_service<Number>("number")->value == 7); };
  owner.on_destroy = [&] {
    gone_in_destroy = !os.has_service("number");
    CHECK(number.use_count() == 2);  // still kept for its owner
    CHECK(error_of([&] { owner.context->register_service("late", number); }).code() == Errc::usage);
  };
  os.start();

  CHECK(os.get_service<Number>("number") == number);
  const Error type = error_of([&] { os.get_service<std::vector<int>>("number"); });
  CHECK(type.code() == Errc::usage);
  CHECK(std::string(type.what()) ==
        "service number is a (anonymous namespace)::Number, not a std::vector<int, std::allocator<int> >");
  const Error missing = error_of([&] { user.context->get_service<Number>("numbr"); });
  CHECK(missing.code() == Errc::unavailable);
  CHECK(std::string(missing.what()) == "service numbr: no plugin has registered it");
  CHECK(missing.hint().text() == "did you mean number?");

  os.stop();
  CHECK(gone_in_destroy);
  CHECK_FALSE(os.has_service("number"));
  CHECK(number.use_count() == 1);
}

TEST_CASE("events reach their handlers in order, in the thread that triggers") {
  ObjectOS os;
  Names calls;
  Fake& a = add(os, "a");
  Fake& b = add(os, "b");
  const auto self = std::this_thread::get_id();
  a.on_init = [&](PluginContext& c) {
    c.hook("e", [&](const Value& v) { calls.push_back("a " + v.text()); });
    c.hook("e", [&](const Value&) { throw std::runtime_error("lost"); });
  };
  b.on_init = [&](PluginContext& c) {
    c.hook("e", [&](const Value& v) {
      calls.push_back("b " + v.text() + (std::this_thread::get_id() == self ? "" : "?"));
    });
    c.hook("e", [&](const Value&) { throw 1; });
  };
  os.start();
  const CaptureStderr stream;
  CHECK(a.context->trigger("e", Value::string("x")) == 2);
  CHECK(calls == Names{"a x", "b x"});
  CHECK(stream.text() ==
        "objectos: error: a: handler of e: lost\n"
        "objectos: error: b: handler of e: an exception of an unknown type\n");
  CHECK(a.context->trigger("nobody waits for this") == 0);
}

TEST_CASE("a handler may trigger, hook and ask for services") {
  ObjectOS os;
  int inner = 0, added = 0;
  Fake& a = add(os, "a");
  a.on_init = [&](PluginContext& c) {
    c.register_service("n", std::make_shared<Number>(Number{1}));
    c.hook("outer", [&](const Value&) {
      c.hook("outer", [&](const Value&) { ++added; });
      inner += c.get_service<Number>("n")->value;
      c.trigger("inner");
    });
    c.hook("inner", [&](const Value&) { ++inner; });
  };
  os.start();
  a.context->trigger("outer");
  CHECK(inner == 2);
  CHECK(added == 0);  // only from the next time on
  a.context->trigger("outer");
  CHECK(added == 1);
}

TEST_CASE("the kernel tells of its plugins' lives") {
  ObjectOS os;
  Names seen;
  add(os, "watch").on_init = [&](PluginContext& c) {
    for (const char* event : {"plugin.loaded", "plugin.started", "plugin.destroyed"}) {
      c.hook(event, [&seen, event](const Value& data) {
        const auto json = data.json();
        seen.push_back(std::string(event) + " " + json.at("plugin").get<std::string>() +
                       (json.at("duration_ms").get<double>() >= 0 && json.size() == 2 ? "" : "?"));
      });
    }
  };
  add(os, "say \"hi\"");
  os.start();
  os.stop();
  CHECK(seen == Names{"plugin.loaded watch", "plugin.loaded say \"hi\"", "plugin.started watch",
                      "plugin.started say \"hi\"", "plugin.destroyed say \"hi\""});
}

TEST_CASE("a plugin's handlers are gone before it is destroyed") {
  ObjectOS os;
  int calls = 0;
  Fake& a = add(os, "a");
  Fake& b = add(os, "b");
  b.on_init = [&](PluginContext& c) { c.hook("e", [&](const Value&) { ++calls; }); };
  b.on_destroy = [&] {
    a.context->trigger("e");
    b.context->hook("e", [&](const Value&) { ++calls; });
    a.context->trigger("e");
  };
  os.start();
  a.context->trigger("e");
  os.stop();
  CHECK(calls == 1);
}

TEST_CASE("stop waits for handlers that run in other threads") {
  ObjectOS os;
  std::latch entered(1), release(1);
  std::atomic<bool> finished{false}, finished_before_destroy{false};
  Fake& a = add(os, "a");
  Fake& b = add(os, "b");
  b.on_init = [&](PluginContext& c) {
    c.hook("e", [&](const Value&) {
      entered.count_down();
      release.wait();
      finished = true;
    });
  };
  b.on_destroy = [&] { finished_before_destroy = finished.load(); };
  os.start();
  auto trigger = std::async(std::launch::async, [&] { a.context->trigger("e"); });
  entered.wait();
  auto stop = std::async(std::launch::async, [&] { os.stop(); });
  release.count_down();
  stop.get();
  trigger.get();
  CHECK(finished_before_destroy);
}

TEST_CASE("a handler may stop the kernel") {
  ObjectOS os;
  Names diary;
  Fake& a = add(os, "a", &diary);
  add(os, "b", &diary);
  a.on_init = [&](PluginContext& c) { c.hook("quit", [&](const Value&) { os.stop(); }); };
  os.start();
  a.context->trigger("quit");
  CHECK_FALSE(os.is_running());
  CHECK(diary.back() == "destroy a");
}

TEST_CASE("a plugin's timer triggers events and is cancelled before destroy") {
  ObjectOS os;
  std::promise<void> ticked;
  std::atomic<bool> first{true}, destroyed{false}, called_after{false};
  Fake& a = add(os, "a");
  Fake& b = add(os, "b");
  a.on_init = [&](PluginContext& c) {
    c.hook("tick", [&](const Value&) {
      if (first.exchange(false)) ticked.set_value();
    });
  };
  b.on_start = [&](PluginContext& c) {
    c.every(Millis(1), [&] {
      if (destroyed) called_after = true;
      c.trigger("tick");
    });
  };
  b.on_destroy = [&] {
    destroyed = true;
    b.context->every(Millis(1), [&] { called_after = true; });
  };
  os.start();
  ticked.get_future().wait();
  os.stop();
  CHECK_FALSE(called_after);
  CHECK(error_of([&] {
          ObjectOS other;
          add(other, "x").on_start = [](PluginContext& c) { c.every(Millis(0), [] {}); };
          other.start();
        }).code() == Errc::usage);
}

TEST_CASE("stop during a task that triggers into plugins which are being stopped") {
  // The task of `early` calls handlers of `late` all the time while both go away.
  for (int round = 0; round < 20; ++round) {
    ObjectOS os;
    std::promise<void> running;
    std::atomic<bool> first{true}, late_gone{false}, called_after{false};
    Fake& early = add(os, "early");
    Fake& late = add(os, "late");
    early.on_start = [&](PluginContext& c) {
      c.every(Millis(1), [&] {
        if (first.exchange(false)) running.set_value();
        for (int i = 0; i < 100; ++i) c.trigger("e");
      });
    };
    late.on_init = [&](PluginContext& c) {
      c.hook("e", [&](const Value&) {
        if (late_gone) called_after = true;
        c.has_service("x");
      });
    };
    late.on_destroy = [&] { late_gone = true; };
    os.start();
    running.get_future().wait();
    os.stop();
    CHECK_FALSE(called_after);
  }
}

TEST_CASE("a task may stop the kernel") {
  ObjectOS os;
  Names diary;
  std::promise<void> stopped;
  add(os, "a", &diary).on_start = [&](PluginContext& c) {
    c.every(Millis(1), [&] {
      os.stop();
      c.trigger("still valid");
      stopped.set_value();
    });
  };
  os.start();
  stopped.get_future().wait();
  CHECK_FALSE(os.is_running());
  CHECK(diary == Names{"init a", "start a", "destroy a"});
}

TEST_CASE("the kernel runs until a signal comes") {
  const int number = GENERATE(SIGTERM, SIGINT);
  sigset_t signals, before;
  sigemptyset(&signals);
  sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  struct sigaction ordinary {
  }, old{};
  ordinary.sa_handler = SIG_DFL;  // a runner in the background ignores SIGINT
  sigaction(number, &ordinary, &old);

  ObjectOS os;
  Names diary;
  add(os, "a", &diary);
  CHECK(error_of([&] { os.run_until_signal(); }).code() == Errc::usage);
  os.start();
  // As a program does: sent before anybody waits, it is not lost.
  pthread_kill(pthread_self(), number);
  CHECK(os.run_until_signal() == number);
  CHECK_FALSE(os.is_running());
  CHECK(diary.back() == "destroy a");

  sigaction(number, &old, nullptr);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("plugins see the kernel's configuration") {
  ObjectOS os(Config::parse(R"({"storage": {"backend": "memory"}})"));
  std::string backend;
  add(os, "a").on_init = [&](PluginContext& c) { backend = c.config().string("storage.backend"); };
  os.start();
  CHECK(backend == "memory");
  CHECK(os.config().string("storage.backend") == "memory");
}
