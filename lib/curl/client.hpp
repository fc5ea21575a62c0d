// HttpClient over libcurl.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "curl/handle.hpp"
#include "objectos/http_client.hpp"

namespace objectos::curl {

/// One handle for each request that is under way; those that are free keep their connections.
class Client final : public HttpClient {
 public:
  Client();
  HttpResponse send(const HttpRequest& request) override;

 private:
  Handle take(bool guarded);
  void give_back(bool guarded, Handle handle);

  std::mutex mutex_;
  // Apart, since a connection that is used again is not looked at again: those of requests that may call
  // private addresses, and of those that may not.
  std::vector<Handle> free_, guarded_;
};

std::shared_ptr<HttpClient> client();

}  // namespace objectos::curl
