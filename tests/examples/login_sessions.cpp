// 6. Sessions: storage is the truth, the cache stands in front, hits and misses are counted.
//
//   login_sessions login USER    prints a new session's id
//   login_sessions show          reads an id from standard input: it is a secret, and no argument
//   login_sessions logout        the same
#include <objectos/error.hpp>
#include <objectos/kernel.hpp>
#include <objectos/metrics.hpp>
#include <objectos/sessions.hpp>

#include <iostream>
#include <memory>

int main(int argc, char** argv) try {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (!(verb == "login" && argc == 3) && !((verb == "show" || verb == "logout") && argc == 2)) {
    std::cerr << "usage: login_sessions login USER | show | logout\n";
    return 2;
  }
  objectos::ObjectOS os(objectos::Config::load(objectos::ConfigSources::process()));
  os.register_plugin(std::make_unique<objectos::StoragePlugin>());
  os.register_plugin(std::make_unique<objectos::CachePlugin>());
  os.register_plugin(std::make_unique<objectos::MetricsPlugin>());
  os.register_plugin(std::make_unique<objectos::SessionsPlugin>());
  os.start();
  const auto sessions = os.get_service<objectos::Sessions>("sessions");
  if (verb == "login") {
    std::cout << sessions->create(argv[2], objectos::Value::json(R"({"theme":"dark"})")).id << '\n';
    return 0;
  }
  std::string id;
  std::getline(std::cin, id);
  if (!objectos::Sessions::is_id(id)) return 1;  // what a stranger sent
  if (verb == "logout") return sessions->destroy(id) ? 0 : 1;
  const auto session = sessions->get(id);
  if (!session) return 1;
  std::cout << session->user << ' ' << session->data.text() << '\n';
  return 0;
} catch (const objectos::Error& error) {
  std::cerr << "login_sessions: " << error.what() << '\n';
  return static_cast<int>(error.code());
}
