// Stores behind a real server, for the storage suite.
#pragma once

#include <string>

#include "objectos/config.hpp"
#include "objectos/storage.hpp"
#include "test_server.hpp"
#include "storage_suite.hpp"

namespace conformance {

/// The store behind a URL. Each test case has keys of its own there.
struct ServerStore : StoreFixture {
  explicit ServerStore(std::string url) : url_(std::move(url)) {
    set_server_clock(clock.now);
    clock.now.moved = set_server_clock;
  }
  /// What is left makes the scans of the cases that follow slower.
  ~ServerStore() override {
    try {
      open()->remove_matching(objectos::Glob());
    } catch (const std::exception&) {
      // The case has already failed of it.
    }
  }
  ServerStore(const ServerStore&) = delete;
  ServerStore& operator=(const ServerStore&) = delete;
  std::shared_ptr<objectos::Storage> open() final { return objectos::open_storage(url_, config_); }

 protected:
  std::string url_;
  objectos::Config config_;
};

}  // namespace conformance
