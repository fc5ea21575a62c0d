// Sets and gets through the kernel, as the README shows it. Usage: consumer STATE_DIR
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <objectos/error.hpp>
#include <objectos/kernel.hpp>
#include <objectos/storage.hpp>
#include <objectos/version.hpp>

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  objectos::Config config;
  config.set("state_dir", argv[1]);
  objectos::ObjectOS os(std::move(config));
  os.register_plugin(std::make_unique<objectos::StoragePlugin>());
  os.start();
  auto storage = os.get_service<objectos::Storage>("storage");
  storage->set("from", objectos::Value::string("consumer"));
  storage->set("json", objectos::Value::json(R"({"n": 1.50})"));
  std::cout << storage->get("from")->text() << ' ' << storage->get("json")->json().at("n").get<double>()
            << '\n';
  try {
    storage->get("");
    return 1;
  } catch (const objectos::Error& error) {
    std::cout << errc_name(error.code()) << ' ' << OBJECTOS_VERSION << '\n';
  }
  os.stop();
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
