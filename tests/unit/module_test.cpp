#include "core/module.hpp"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>

#include "catch.hpp"
#include "modules/greeter.hpp"
#include "objectos/error.hpp"
#include "objectos/kernel.hpp"

namespace fs = std::filesystem;
using namespace objectos;

namespace {

const std::string folder = OBJECTOS_TEST_MODULES;
std::string module_path(const std::string& name) {
  return folder + "/" + name + ".so";
}

template <class Call>
Error error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("no Error came");
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    ::setenv(name, value.c_str(), 1);
  }
  ~Environment() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (fs::temp_directory_path() / "objectos-module-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
    path = name;
  }
  ~TemporaryDirectory() { fs::remove_all(path); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string path;
};

}  // namespace

TEST_CASE("a plugin from a module works like any other") {
  ObjectOS os;
  os.register_plugin(load_plugin(module_path("good")));

  struct Listener : Plugin {
    std::promise<std::string> answer;
    std::promise<void> tick;
    std::atomic<bool> first{true};
    PluginContext* kernel = nullptr;
    std::string name() const override { return "listener"; }
    std::string version() const override { return "1"; }
    std::vector<std::string> dependencies() const override { return {"good"}; }
    void init(PluginContext& context) override {
      kernel = &context;
      context.hook("greet.answered", [this](const Value& text) { answer.set_value(text.text()); });
      context.hook("greet.tick", [this](const Value&) {
        if (first.exchange(false)) tick.set_value();
      });
    }
  };
  auto owned = std::make_unique<Listener>();
  Listener& listener = *owned;
  os.register_plugin(std::move(owned));
  os.start();

  CHECK(os.plugins() == std::vector<std::string>{"good", "listener"});
  CHECK(os.get_service<Greeter>("greeter")->greet("Ada") == "hello, Ada");
  CHECK(listener.kernel->trigger("greet.asked", Value::string("Bob")) == 0);
  CHECK(listener.answer.get_future().get() == "hello, Bob");
  listener.tick.get_future().wait();
  os.stop();
  CHECK_FALSE(os.has_service("greeter"));
}

TEST_CASE("a module's type errors name both types") {
  ObjectOS os;
  os.register_plugin(load_plugin(module_path("good")));
  os.start();
  const Error error = error_of([&] { os.get_service<std::string>("greeter"); });
  CHECK(error.code() == Errc::usage);
  CHECK(contains(error.what(), "service greeter is a Greeter, not a std::"));
}

TEST_CASE("modules that do not fit are refused with words") {
  const auto [name, words] = GENERATE(table<std::string, std::string>({
      {"wrong_abi", "made for module ABI 2, this is objectos with module ABI 1"},
      {"other_compiler", "built with Elderly Clang 3.4.2, this objectos with "},
      {"no_entry", "it is no objectos module"},
      {"no_plugin", "it holds no plugin"},
      {"absent", "No such file or directory"},
  }));
  const Error error = error_of([&, name = name] { load_plugin(module_path(name)); });
  CHECK(error.code() == Errc::unavailable);
  CAPTURE(error.what());
  CHECK(contains(error.what(), module_path(name)));
  CHECK(contains(error.what(), words));
}

TEST_CASE("what must be equal in a module, and what need not") {
  ModuleInfo info{module_abi, __VERSION__, OBJECTOS_VERSION, nullptr, nullptr};
  check_module(info, "m");

  const std::string patch =
      std::to_string(OBJECTOS_VERSION_MAJOR) + "." + std::to_string(OBJECTOS_VERSION_MINOR) + ".999";
  info.library_version = patch.c_str();
  check_module(info, "m");

  const std::string minor =
      std::to_string(OBJECTOS_VERSION_MAJOR) + "." + std::to_string(OBJECTOS_VERSION_MINOR + 1) + ".0";
  info.library_version = minor.c_str();
  const Error error = error_of([&] { check_module(info, "m"); });
  CHECK(error.code() == Errc::unavailable);
  CHECK(error.what() == "load module m: built for objectos " + minor + ", this is " OBJECTOS_VERSION);

  info = {module_abi, nullptr, nullptr, nullptr, nullptr};
  CHECK(error_of([&] { check_module(info, "m"); }).code() == Errc::unavailable);
}

TEST_CASE("an Error that a module throws is one here") {
  // Raw, across the boundary.
  const ModuleInfo& info = open_module(module_path("create_throws"));
  const Error raw = error_of([&] { info.create_plugin(); });
  CHECK(raw.code() == Errc::denied);
  CHECK(std::string(raw.what()) == "no licence for here");

  const Error error = error_of([] { load_plugin(module_path("create_throws")); });
  CHECK(error.code() == Errc::denied);
  CHECK(error.what() == "plugin " + module_path("create_throws") + ": no licence for here");
  CHECK(error.hint().text() == "buy one");
}

TEST_CASE("a foreign exception that a module throws is known here") {
  ObjectOS os;
  struct Peer : Plugin {
    PluginContext* kernel = nullptr;
    std::string name() const override { return "peer"; }
    std::string version() const override { return "1"; }
    void init(PluginContext& context) override { kernel = &context; }
  };
  auto owned = std::make_unique<Peer>();
  Peer& peer = *owned;
  os.register_plugin(std::move(owned));
  os.start();
  const auto plugin = load_plugin(module_path("start_throws"));
  CHECK_THROWS_AS(plugin->start(*peer.kernel), std::runtime_error);

  ObjectOS other;
  other.register_plugin(load_plugin(module_path("start_throws")));
  const Error error = error_of([&] { other.start(); });
  CHECK(error.code() == Errc::internal);
  CHECK(std::string(error.what()) == "plugin start_throws: no such port");
}

TEST_CASE("a module is found by its name and loaded once") {
  const Environment places("OBJECTOS_MODULE_PATH", "relative::/nonexistent:" + folder);
  CHECK(find_module("good") == module_path("good"));
  const ModuleInfo* first = &load_module("good");
  std::vector<std::future<const ModuleInfo*>> others;
  for (int i = 0; i < 4; ++i)
    others.push_back(std::async(std::launch::async, [] { return &load_module("good"); }));
  for (auto& other : others) CHECK(other.get() == first);
  CHECK(&open_module(module_path("good")) == first);
  CHECK(module_exports<int>("no_plugin") == 42);
}

TEST_CASE("a missing module names its package") {
  const Environment places("OBJECTOS_MODULE_PATH", folder);
  for (const std::string name : {"redis-that-is-not-there", "../test-modules/good", "", "."}) {
    CAPTURE(name);
    const Error error = error_of([&] { load_module(name); });
    CHECK(error.code() == Errc::unavailable);
    CHECK(error.what() == "the module " + name + " is not installed");
    CHECK(error.hint().text() == "install the package objectos-" + name);
  }
}

TEST_CASE("relative places in OBJECTOS_MODULE_PATH are not searched") {
  const fs::path before = fs::current_path();
  fs::current_path(folder);
  const Environment places("OBJECTOS_MODULE_PATH", ".:../test-modules");
  CHECK(find_module("good").empty());
  fs::current_path(before);
}

TEST_CASE("a module that others could have written is not loaded") {
  const TemporaryDirectory directory;
  const std::string file = directory.path + "/good.so";
  fs::copy_file(module_path("good"), file);
  const auto denied = [](const std::string& path, const std::string& culprit) {
    const Error error = error_of([&] { load_plugin(path); });
    CHECK(error.code() == Errc::denied);
    CHECK(error.what() == culprit + ": other users can write to it, so its code is not run");
    CHECK(error.hint().text() == "chmod go-w " + culprit);
  };

  ::chmod(file.c_str(), 0664);
  denied(file, file);
  ::chmod(file.c_str(), 0757);
  denied(file, file);
  ::chmod(file.c_str(), 0644);
  ::chmod(directory.path.c_str(), 0777);
  denied(file, directory.path);

  SECTION("nor through a link, wherever that lies") {
    const TemporaryDirectory safe;
    const std::string link = safe.path + "/good.so";
    fs::create_symlink(file, link);
    denied(link, directory.path);
    ::chmod(directory.path.c_str(), 0755);
    ::chmod(safe.path.c_str(), 0777);
    denied(link, safe.path);
    ::chmod(safe.path.c_str(), 0700);
    CHECK(load_plugin(link)->name() == "good");
  }
}

TEST_CASE("a path without a slash is a file here, not one of the system's") {
  const fs::path before = fs::current_path();
  fs::current_path(folder);
  CHECK(load_plugin("good.so")->name() == "good");
  fs::current_path(before);
}

TEST_CASE("plugins that the configuration names are loaded") {
  const Environment places("OBJECTOS_MODULE_PATH", folder);
  SECTION("by path") {
    ObjectOS os(Config::parse(R"({"plugins": [")" + module_path("good") + R"("]})"));
    os.load_configured_plugins();
    CHECK(os.plugins() == std::vector<std::string>{"good"});
  }
  SECTION("by name, in order") {
    ObjectOS os(Config::parse(R"({"plugins": ["start_throws", "good"]})"));
    os.load_configured_plugins();
    CHECK(os.plugins() == std::vector<std::string>{"start_throws", "good"});
  }
  SECTION("from the file that names them") {
    const std::string entry = GENERATE("./good.so", "good.so");
    ObjectOS os(Config::parse(R"({"plugins": [")" + entry + R"("]})", folder + "/objectos.json"));
    os.load_configured_plugins();
    CHECK(os.plugins() == std::vector<std::string>{"good"});
  }
  SECTION("none") {
    ObjectOS os;
    os.load_configured_plugins();
    CHECK(os.plugins().empty());
  }
  SECTION("one that is missing") {
    ObjectOS os(Config::parse(R"({"plugins": ["elsewhere"]})"));
    CHECK(error_of([&] { os.load_configured_plugins(); }).hint().text() ==
          "install the package objectos-elsewhere");
  }
}
