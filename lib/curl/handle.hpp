// libcurl's things, owned, and what every use of it begins with.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

namespace objectos::curl {

struct FreeHandle {
  void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;

struct FreeList {
  void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};
using StringList = std::unique_ptr<curl_slist, FreeList>;

/// Starts libcurl, the first time. Error(unavailable).
void initialise();
/// Throws std::bad_alloc instead of giving none.
Handle new_handle();
void append(StringList& list, const std::string& text);

/// The PEM file of the authorities to trust: `named`, else CURL_CA_BUNDLE or SSL_CERT_FILE of the
/// environment. Empty: the system's.
std::string authorities_file(const std::string& named);

}  // namespace objectos::curl
