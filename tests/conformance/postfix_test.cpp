// The SMTP client against Postfix: TLS, logins and refusals of a server that many use.
// servers: postfix
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "catch.hpp"
#include "objectos/mail.hpp"
#include "objectos/smtp_client.hpp"
#include "test_server.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

struct Postfix {
  int port = 0;
  std::string user, password, certificates, mail;

  /// Nothing where it cannot be started.
  static std::optional<Postfix> running() {
    std::istringstream line(conformance::server("OBJECTOS_TEST_POSTFIX"));
    Postfix it;
    if (line >> it.port >> it.user >> it.password >> it.certificates >> it.mail) return it;
    WARN("Postfix can be started by root only");
    SUCCEED();
    return std::nullopt;
  }

  SmtpServer server() const {
    SmtpServer out{.host = "localhost", .port = port, .ca = certificates + "/ca.pem"};
    out.user = user;
    out.password = password;
    return out;
  }

  /// Once it is there: the mail to this recipient that holds the text.
  std::string delivered(const std::string& recipient, const std::string& text) const {
    const std::string directory = mail + '/' + recipient + "/new";
    for (int i = 0; i < 2000; ++i) {
      std::error_code ignored;
      for (const auto& file : std::filesystem::directory_iterator(directory, ignored)) {
        std::ostringstream content;
        content << std::ifstream(file.path(), std::ios::binary).rdbuf();
        if (content.str().find(text) != std::string::npos) return content.str();
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }
};

std::string outcome(const SmtpResult& result) {
  return std::string(smtp_outcome_name(result.outcome)) + ' ' + std::to_string(result.code);
}

std::string composed(const std::string& id) {
  Mail mail{.from = MailAddress::parse("me@x.test")};
  mail.to = parse_mail_addresses("a@y.test, b@y.test");
  mail.subject = "Größe";
  mail.text = "first\n.\n..two dots\nFrom here\n";
  mail.message_id = id;
  return compose_mail(mail);
}

}  // namespace

TEST_CASE("postfix: every way to log in, and the mail is delivered as it was", "[smtp]") {
  const auto postfix = Postfix::running();
  if (!postfix) return;
  const auto client = open_smtp_client();
  for (const char* auth : {"PLAIN", "LOGIN", "CRAM-MD5", ""}) {
    INFO(auth);
    SmtpServer server = postfix->server();
    server.auth = auth;
    client->verify(server);
    const std::string id = new_message_id("x.test");
    const std::string bytes = composed(id);
    const auto results = client->send(
        server, {.from = "me@x.test", .to = {"a@y.test", "nobody@y.test", "b@y.test"}, .bytes = bytes});
    REQUIRE(results.size() == 3);
    CHECK(outcome(results[0]) == "accepted 250");
    CHECK(outcome(results[1]) == "permanent 550");
    CHECK(outcome(results[2]) == "accepted 250");
    std::string unix_lines;
    for (const char c : bytes) {
      if (c != '\r') unix_lines += c;
    }
    for (const char* to : {"a", "b"}) {
      const std::string got = postfix->delivered(to, id);
      CHECK(got.ends_with(unix_lines.substr(unix_lines.find("Date:"))));
      CHECK(got.find("with ESMTPSA id ") != std::string::npos);
    }
  }
}

TEST_CASE("postfix: what it refuses", "[smtp]") {
  const auto postfix = Postfix::running();
  if (!postfix) return;
  const auto client = open_smtp_client();
  const std::string bytes = composed("1@x.test");
  const SmtpMail mail{.from = "me@x.test", .to = {"a@y.test"}, .bytes = bytes};
  SmtpServer server = postfix->server();

  server.password = "not the password";
  CHECK(outcome(client->send(server, mail)[0]) == "config 535");
  CHECK(thrown_code([&] { client->verify(server); }) == "denied");
  server = postfix->server();
  server.tls = SmtpTls::none;
  server.user.clear();
  server.password.clear();
  CHECK(outcome(client->send(server, mail)[0]) == "config 530");
  server = postfix->server();
  server.ca = postfix->certificates + "/other-ca.pem";
  CHECK(outcome(client->send(server, mail)[0]) == "config 0");
  server = postfix->server();
  server.host = "127.0.0.1";
  CHECK(outcome(client->send(server, mail)[0]) == "accepted 250");
}

TEST_CASE("postfix: many mails over one connection", "[smtp]") {
  const auto postfix = Postfix::running();
  if (!postfix) return;
  const auto client = open_smtp_client();
  for (int i = 0; i < 150; ++i) {  // it says goodbye by itself after a hundred mails and some
    const std::string bytes = composed(std::to_string(i) + "@many.test");
    CHECK(outcome(client->send(postfix->server(),
                               {.from = "me@x.test", .to = {"b@y.test"}, .bytes = bytes})[0]) ==
          "accepted 250");
  }
}
