// Mails over one connection: by SmtpClient, and by the least that libcurl needs.
//
//   smtp_bench client|bare PORT COUNT
//
// sends COUNT mails to 127.0.0.1:PORT and fails if one is not accepted.
#include <curl/curl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "objectos/smtp_client.hpp"

namespace {

const std::string bytes =
    "Date: Sun, 06 Nov 1994 08:49:37 +0000\r\nFrom: me@x.test\r\nTo: you@y.test\r\nSubject: Backup done\r\n"
    "Message-ID: <1@x.test>\r\nMIME-Version: 1.0\r\n\r\nAll is well.\r\n";

void fail(const char* why) {
  std::fprintf(stderr, "smtp_bench: %s\n", why);
  std::exit(1);
}

void by_client(int port, long count) {
  const auto client = objectos::open_smtp_client();
  const objectos::SmtpServer server{.host = "127.0.0.1", .port = port, .tls = objectos::SmtpTls::none};
  const objectos::SmtpMail mail{.from = "me@x.test", .to = {"you@y.test"}, .bytes = bytes};
  for (long i = 0; i < count; ++i) {
    if (client->send(server, mail).front().outcome != objectos::SmtpOutcome::accepted) fail("not accepted");
  }
}

std::size_t give(char* to, std::size_t size, std::size_t count, void* rest_of_mail) {
  auto& rest = *static_cast<std::string_view*>(rest_of_mail);
  const std::size_t n = std::min(size * count, rest.size());
  std::memcpy(to, rest.data(), n);
  rest.remove_prefix(n);
  return n;
}

void by_bare_libcurl(int port, long count) {
  CURL* handle = ::curl_easy_init();
  curl_slist* recipients = ::curl_slist_append(nullptr, "<you@y.test>");
  std::string_view rest;
  ::curl_easy_setopt(handle, CURLOPT_URL, ("smtp://127.0.0.1:" + std::to_string(port)).c_str());
  ::curl_easy_setopt(handle, CURLOPT_MAIL_FROM, "<me@x.test>");
  ::curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
  ::curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  ::curl_easy_setopt(handle, CURLOPT_READFUNCTION, &give);
  ::curl_easy_setopt(handle, CURLOPT_READDATA, &rest);
  ::curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  for (long i = 0; i < count; ++i) {
    rest = bytes;
    if (::curl_easy_perform(handle) != CURLE_OK) fail("libcurl failed");
  }
  ::curl_easy_cleanup(handle);
  ::curl_slist_free_all(recipients);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) fail("client|bare PORT COUNT");
  const int port = std::atoi(argv[2]);
  const long count = std::atol(argv[3]);
  if (std::string_view(argv[1]) == "client") {
    by_client(port, count);
  } else {
    by_bare_libcurl(port, count);
  }
  return 0;
}
