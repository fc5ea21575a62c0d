#include "curl/handle.hpp"

#include <cstdlib>
#include <new>

#include "objectos/error.hpp"

namespace objectos::curl {

/// Once in the process and never undone. It belongs here, and not to the program: the program does not know
/// libcurl until this module is loaded. From 7.84 on it may be called while other threads run, also by a
/// program that uses libcurl itself; libcurl counts the calls.
void initialise() {
  static const CURLcode result = ::curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result == CURLE_OK) return;
  throw Error(Errc::unavailable, Message("http.initialise", "cannot start libcurl: {{reason}}",
                                         {{"reason", ::curl_easy_strerror(result)}}));
}

Handle new_handle() {
  Handle handle(::curl_easy_init());
  if (!handle) throw std::bad_alloc();
  return handle;
}

void append(StringList& list, const std::string& text) {
  curl_slist* longer = ::curl_slist_append(list.get(), text.c_str());
  if (!longer) throw std::bad_alloc();
  list.release();
  list.reset(longer);
}

std::string authorities_file(const std::string& named) {
  if (!named.empty()) return named;
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    if (const char* value = ::secure_getenv(name); value && *value) return value;
  }
  return {};
}

}  // namespace objectos::curl
