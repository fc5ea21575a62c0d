// The SMTP client against a server that misbehaves as it is told, at every stage.
// servers: certificates
#include "objectos/smtp_client.hpp"

#include <map>
#include <thread>

#include "../unit/smtp_sink.hpp"
#include "catch.hpp"
#include "objectos/error.hpp"
#include "test_server.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;
using Words = std::vector<std::string>;

const std::string user = "me@x.test";
const std::string password = "secret?with#signs @%";
const std::string bytes = "Subject: hello\r\n\r\nworld\r\n";

std::string certificates() {
  return conformance::server("OBJECTOS_TEST_CERTIFICATES");
}

SmtpServer at(const SmtpSink& sink, SmtpTls tls = SmtpTls::none) {
  SmtpServer server{.host = "127.0.0.1", .port = sink.port(), .tls = tls};
  server.ca = certificates() + "/ca.pem";
  return server;
}

SmtpServer logged_in(SmtpServer server, const std::string& auth = "PLAIN") {
  server.user = user;
  server.password = password;
  server.auth = auth;
  return server;
}

SmtpMail mail(std::vector<std::string> to = {"a@x.test"}) {
  return {.from = "me@x.test", .to = std::move(to), .bytes = bytes};
}

std::string outcome(const SmtpResult& result) {
  return std::string(smtp_outcome_name(result.outcome)) + ' ' + std::to_string(result.code);
}

std::vector<std::string> outcomes(const std::vector<SmtpResult>& results) {
  std::vector<std::string> all;
  for (const SmtpResult& result : results) all.push_back(outcome(result));
  return all;
}

/// Offers everything, with a login.
SmtpSink secure_sink(Words script, const std::string& stem = "server") {
  Words words{"--tls", certificates() + '/' + stem, "--auth", user + ':' + password};
  words.insert(words.end(), script.begin(), script.end());
  return SmtpSink(words);
}

}  // namespace

TEST_CASE("smtp: a mail arrives as it was made, with its envelope", "[smtp]") {
  const SmtpSink sink;
  const auto client = open_smtp_client();
  SmtpServer server = at(sink);
  server.hello = "client.x.test";
  int begun = 0;
  SmtpMail two = mail({"a@x.test", "\"b c\"@x.test"});
  two.before_data = [&begun] { ++begun; };
  CHECK(outcomes(client->send(server, two)) == Words{"accepted 250", "accepted 250"});
  CHECK(begun == 1);
  REQUIRE(sink.mails() == 1);
  CHECK(sink.mail(1).bytes == bytes);
  CHECK(sink.mail(1).envelope["from"] == "me@x.test");
  CHECK(sink.mail(1).envelope["to"] == Words{"a@x.test", "\"b c\"@x.test"});
  CHECK(sink.mail(1).envelope["hello"] == "client.x.test");
}

TEST_CASE("smtp: dots, long lines and sizes arrive unchanged", "[smtp]") {
  const SmtpSink sink;
  const auto client = open_smtp_client();
  std::string large = "Subject: l\r\n\r\n";
  while (large.size() < 3'000'000)
    large += '.' + std::string(large.size() % 900, 'x') + "\r\n.\r\n..\r\n\r\n";
  const Words mails{".\r\n",
                    "..\r\n.\r\n",
                    "\r\n.\r\n\r\n",
                    "a\r\n.",
                    "no newline at the end",
                    "a\r\n..b\r\n.c\r\n.\r\n",
                    std::string(998, 'y') + "\r\n" + '.' + std::string(997, 'z') + "\r\n",
                    large};
  for (const std::string& each : mails) {
    SmtpMail one = mail();
    one.bytes = each;
    CHECK(outcomes(client->send(at(sink), one)) == Words{"accepted 250"});
    const bool is_ended = each.ends_with("\r\n");
    CHECK(sink.mail(sink.mails()).bytes == each + (is_ended ? "" : "\r\n"));
  }
  CHECK(sink.count(" connect\n") == 1);
  CHECK(sink.count(" SIZE=" + std::to_string(large.size())) == 1);
}

TEST_CASE("smtp: every way to log in, over STARTTLS and TLS", "[smtp]") {
  for (const char* auth : {"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", ""}) {
    INFO(auth);
    for (const bool is_implicit : {false, true}) {
      const SmtpSink sink = secure_sink(is_implicit ? Words{"--implicit-tls"} : Words{});
      const SmtpServer server =
          logged_in(at(sink, is_implicit ? SmtpTls::implicit : SmtpTls::starttls), auth);
      const auto client = open_smtp_client();
      client->verify(server);
      CHECK(outcomes(client->send(server, mail())) == Words{"accepted 250"});
      CHECK(sink.mail(1).envelope["user"] == user);
      CHECK(sink.mail(1).envelope["tls"] == true);
    }
  }
}

TEST_CASE("smtp: a reply at any stage is what decides", "[smtp]") {
  struct Expected {
    const char* stage;
    const char* on_4yz;
    const char* on_5yz;
  };
  // Before the envelope 5yz is about us.
  const Expected all[] = {
      {"greeting", "transient 451", "config 554"}, {"starttls", "transient 451", "config 554"},
      {"auth", "transient 451", "config 554"},     {"mail", "transient 451", "permanent 554"},
      {"rcpt", "transient 451", "permanent 554"},  {"data", "transient 451", "permanent 554"},
      {"end", "transient 451", "permanent 554"},
  };
  const auto client = open_smtp_client();
  for (const auto& [stage, on_4yz, on_5yz] : all) {
    for (const auto& [reply, wanted] : {std::pair<std::string, std::string>{"451 4.3.0 later", on_4yz},
                                        {"554 5.7.1 never", on_5yz},
                                        {"421 4.3.2 closing", "transient 421"}}) {
      INFO(stage << ' ' << reply);
      const SmtpSink sink = secure_sink({stage + ("=" + reply)});
      const auto results =
          client->send(logged_in(at(sink, SmtpTls::starttls)), mail({"a@x.test", "b@x.test"}));
      REQUIRE(results.size() == 2);
      CHECK(outcome(results[0]) == wanted);
      CHECK(results[0].text.find(reply.substr(4)) != std::string::npos);
      // After 421 to the first recipient nobody answers for the second.
      CHECK(outcome(results[1]).substr(0, 5) == wanted.substr(0, 5));
      CHECK(results[0].concerns_server == (reply.starts_with("421") || wanted.starts_with("config") ||
                                           std::string(stage) == "greeting" || std::string(stage) == "starttls" ||
                                           std::string(stage) == "auth"));
      CHECK(sink.mails() == 0);
    }
  }
}

TEST_CASE("smtp: a connection that is cut or hangs is transient before the mail, ambiguous in it", "[smtp]") {
  const auto client = open_smtp_client();
  for (const char* stage :
       {"greeting", "ehlo", "starttls", "tls", "auth", "mail", "rcpt", "data", "body", "end"}) {
    for (const char* deed : {"cut", "reset", "hang"}) {
      INFO(stage << ' ' << deed);
      const SmtpSink sink = secure_sink({stage + ("=" + std::string(deed))});
      SmtpServer server = logged_in(at(sink, SmtpTls::starttls));
      server.timeout = Millis(400);
      SmtpMail one = mail();
      bool has_begun = false;
      one.before_data = [&has_begun] { has_begun = true; };
      const auto begin = std::chrono::steady_clock::now();
      const auto results = client->send(server, one);
      const bool is_in_mail = std::string(stage) == "body" || std::string(stage) == "end";
      CHECK(outcomes(results) == Words{is_in_mail ? "ambiguous 0" : "transient 0"});
      CHECK(results[0].concerns_server);
      CHECK(has_begun == is_in_mail);
      CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(4));
      const std::string word = std::string(deed) == "hang" ? "within 400ms" : "";
      CHECK(results[0].text.find(word) != std::string::npos);
    }
  }
}

TEST_CASE("smtp: what is no reply is no reply", "[smtp]") {
  const auto client = open_smtp_client();
  for (const char* stage : {"greeting", "mail", "rcpt", "data", "end"}) {
    INFO(stage);
    const SmtpSink sink({stage + std::string("=garbage")});
    SmtpServer server = at(sink);
    server.timeout = Millis(300);
    const std::string wanted = std::string(stage) == "end" ? "ambiguous 0" : "transient 0";
    CHECK(outcomes(client->send(server, mail())) == Words{wanted});
  }
}

TEST_CASE("smtp: a reply that ends no mail leaves its fate open", "[smtp]") {
  for (const char* reply : {"354 go on", "150 wait", "999 what"}) {
    INFO(reply);
    const SmtpSink sink({std::string("end=") + reply});
    CHECK(outcomes(open_smtp_client()->send(at(sink), mail())) == Words{"ambiguous 0"});
  }
}

TEST_CASE("smtp: replies may come byte by byte", "[smtp]") {
  const SmtpSink sink({"rcpt=drip", "end=drip", "data=drip", "greeting=drip"});
  CHECK(outcomes(open_smtp_client()->send(at(sink), mail())) == Words{"accepted 250"});
}

TEST_CASE("smtp: cut after the last reply the mail is accepted, and the next one is sent once", "[smtp]") {
  for (const char* deed : {"cut", "reset"}) {
    const SmtpSink sink({std::string("after=") + deed + "*1"});
    const auto client = open_smtp_client();
    CHECK(outcomes(client->send(at(sink), mail())) == Words{"accepted 250"});
    CHECK(outcomes(client->send(at(sink), mail())) == Words{"accepted 250"});
    CHECK(sink.mails() == 2);
  }
}

TEST_CASE("smtp: each recipient has a result of its own", "[smtp]") {
  const SmtpSink sink({"rcpt:bad@x.test=550 5.1.1 no such user", "rcpt:late@x.test=450 4.2.1 busy",
                       "rcpt:login@x.test=530 5.7.0 log in first"});
  const auto client = open_smtp_client();
  const auto results =
      client->send(at(sink), mail({"a@x.test", "bad@x.test", "late@x.test", "login@x.test", "b@x.test"}));
  CHECK(outcomes(results) ==
        Words{"accepted 250", "permanent 550", "transient 450", "config 530", "accepted 250"});
  CHECK(results[1].text == "5.1.1 no such user");
  CHECK_FALSE(results[1].concerns_server);
  CHECK(sink.mail(1).envelope["to"] == Words{"a@x.test", "b@x.test"});

  CHECK(outcomes(client->send(at(sink), mail({"bad@x.test", "late@x.test"}))) ==
        Words{"permanent 550", "transient 450"});
  CHECK(outcomes(client->send(at(sink), mail())) == Words{"accepted 250"});
  CHECK(sink.mails() == 2);
}

TEST_CASE("smtp: a refusal of the whole mail is not one of a recipient that was refused already", "[smtp]") {
  const SmtpSink sink({"rcpt:bad@x.test=550 no such user", "end=452 4.3.1 disk full"});
  CHECK(outcomes(open_smtp_client()->send(at(sink), mail({"bad@x.test", "a@x.test"}))) ==
        Words{"permanent 550", "transient 452"});
}

TEST_CASE("smtp: a connection is used again, one for each server and login", "[smtp]") {
  const SmtpSink sink = secure_sink({});
  {
    const auto client = open_smtp_client();
    const SmtpServer server = logged_in(at(sink, SmtpTls::starttls));
    for (int i = 0; i < 20; ++i) CHECK(outcomes(client->send(server, mail())) == Words{"accepted 250"});
    CHECK(sink.count(" connect\n") == 1);
    SmtpServer other = server;
    other.hello = "other.x.test";
    client->send(other, mail());
    CHECK(sink.mail(21).envelope["hello"] == "other.x.test");
    other = server;
    other.password = "another one";
    CHECK(outcomes(client->send(other, mail())) == Words{"config 535"});
    CHECK(outcomes(client->send(server, mail())) == Words{"accepted 250"});
    CHECK(sink.count(" connect\n") == 3);
  }
  // With a goodbye when the client goes.
  CHECK(sink.came_to("1 QUIT"));
  CHECK(sink.came_to("2 QUIT"));
}

TEST_CASE("smtp: a kept connection that the server closes is replaced unnoticed", "[smtp]") {
  for (const Words& script : {Words{"--per-connection", "2"}, Words{"after=cut"}, Words{"after=reset"},
                              Words{"after=421 4.4.2 too long idle"}, Words{"mail=cut*0"}}) {
    INFO(script.back());
    const SmtpSink sink(script);
    const auto client = open_smtp_client();
    for (int i = 0; i < 5; ++i) CHECK(outcomes(client->send(at(sink), mail())) == Words{"accepted 250"});
    CHECK(sink.mails() == 5);
    CHECK(sink.count(" connect\n") == (script.back() == "2" ? 3 : script.back() == "mail=cut*0" ? 1 : 5));
  }
}

TEST_CASE("smtp: a new connection after a kept one fails as any other", "[smtp]") {
  SmtpSink sink;
  const auto client = open_smtp_client();
  client->send(at(sink), mail());
  const SmtpServer gone = at(sink);
  sink.stop();
  const auto results = client->send(gone, mail());
  CHECK(outcomes(results) == Words{"transient 0"});
  CHECK(results[0].text == "cannot connect: Connection refused");
}

TEST_CASE("smtp: a mail is never sent twice, also on a kept connection", "[smtp]") {
  for (const char* deed : {"cut", "reset", "421 4.3.2 closing"}) {
    INFO(deed);
    // The first is the second mail's: the sink counts only what it did.
    const SmtpSink sink({std::string("rcpt:b@x.test=250 ok"), std::string("body=") + deed + "*1"});
    const auto client = open_smtp_client();
    int begun = 0;
    SmtpMail one = mail();
    one.before_data = [&begun] { ++begun; };
    const auto results = client->send(at(sink), one);
    CHECK(begun == 1);
    CHECK(outcome(results[0]).substr(0, 5) == (deed[0] == '4' ? outcome(results[0]).substr(0, 5) : "ambig"));
    CHECK(sink.mails() == 0);
  }
}

TEST_CASE("smtp: what before_data throws comes out, and nothing of the mail leaves", "[smtp]") {
  const SmtpSink sink;
  const auto client = open_smtp_client();
  SmtpMail one = mail();
  one.before_data = [] { throw Error(Errc::denied, Message("test", "not now")); };
  CHECK(thrown([&] { client->send(at(sink), one); }) == "denied: not now");
  CHECK(sink.came_to("1 disconnect"));
  CHECK(sink.mails() == 0);
  CHECK(sink.count("QUIT") == 0);
}

TEST_CASE("smtp: a wrong password is a fault of the set-up, and is told without it", "[smtp]") {
  for (const char* auth : {"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"}) {
    INFO(auth);
    const SmtpSink sink({"--tls", certificates() + "/server", "--auth", user + ":correct horse"});
    SmtpServer server = logged_in(at(sink, SmtpTls::starttls), auth);
    server.password = "correct horse?";  // the sink's careless reply holds what is in here
    const auto client = open_smtp_client();
    const auto results = client->send(server, mail());
    // libcurl does not wait for the last word on an XOAUTH2 that goes wrong.
    CHECK(outcome(results[0]).starts_with("config "));
    CHECK(results[0].text.starts_with("the login was refused"));
    CHECK(results[0].concerns_server);
    CHECK(thrown_code([&] { client->verify(server); }) == "denied");
  }
  const SmtpSink sink = secure_sink({"auth=535 5.7.8 no: " + password});
  const auto results = open_smtp_client()->send(logged_in(at(sink, SmtpTls::starttls)), mail());
  CHECK(results[0].text == "the login was refused: 5.7.8 no: ***");
}

TEST_CASE("smtp: a login that the server does not offer is not left out", "[smtp]") {
  const auto client = open_smtp_client();
  const SmtpSink sink({"--tls", certificates() + "/server"});
  const auto none = client->send(logged_in(at(sink, SmtpTls::starttls)), mail());
  CHECK(outcomes(none) == Words{"config 0"});
  CHECK(none[0].text == "the server offers no login (AUTH)");
  CHECK(sink.count("MAIL") == 0);

  const SmtpSink plain(
      {"--tls", certificates() + "/server", "--auth", user + ':' + password, "--mechanisms", "PLAIN"});
  CHECK(outcomes(client->send(logged_in(at(plain, SmtpTls::starttls), "CRAM-MD5"), mail())) ==
        Words{"config 0"});
  CHECK(plain.count("MAIL") == 0);
  // Nobody hears a password over a server that speaks no EHLO.
  const SmtpSink old({"ehlo=500 what?"});
  CHECK(outcomes(client->send(logged_in(at(old)), mail())) == Words{"config 0"});
  CHECK(old.count("AUTH") == 0);
  CHECK(outcomes(client->send(at(old), mail())) == Words{"accepted 250"});
}

TEST_CASE("smtp: STARTTLS that was stripped", "[smtp]") {
  const SmtpSink sink({"--auth", user + ':' + password});
  const auto client = open_smtp_client();
  const auto results = client->send(at(sink, SmtpTls::starttls), mail());
  CHECK(outcomes(results) == Words{"config 0"});
  CHECK(results[0].text == "the server does not offer STARTTLS");
  CHECK(outcomes(client->send(logged_in(at(sink, SmtpTls::opportunistic)), mail())) == Words{"config 0"});
  CHECK(sink.count("AUTH") == 0);
  CHECK(sink.count("MAIL") == 0);

  const SmtpSink open;
  CHECK(outcomes(client->send(at(open, SmtpTls::opportunistic), mail())) == Words{"accepted 250"});
  CHECK(open.mail(1).envelope["tls"] == false);
  const SmtpSink secure({"--tls", certificates() + "/server"});
  CHECK(outcomes(client->send(at(secure, SmtpTls::opportunistic), mail())) == Words{"accepted 250"});
  CHECK(secure.mail(1).envelope["tls"] == true);
}

TEST_CASE("smtp: certificates that are not to be trusted", "[smtp]") {
  const auto client = open_smtp_client();
  for (const char* stem : {"untrusted", "expired", "wrong"}) {
    for (const bool is_implicit : {false, true}) {
      INFO(stem << is_implicit);
      const SmtpSink sink = secure_sink(is_implicit ? Words{"--implicit-tls"} : Words{}, stem);
      const SmtpServer server = logged_in(at(sink, is_implicit ? SmtpTls::implicit : SmtpTls::starttls));
      const auto results = client->send(server, mail());
      CHECK(outcomes(results) == Words{"config 0"});
      CHECK(results[0].text.starts_with("TLS: "));
      CHECK(sink.count("AUTH") == 0);
      CHECK(thrown(([&] { client->verify(server); })).starts_with("denied: 127.0.0.1:"));
    }
  }
  const SmtpSink plain;
  CHECK(outcomes(client->send(at(plain, SmtpTls::implicit), mail())) == Words{"config 0"});
  const SmtpSink sink = secure_sink({});
  SmtpServer server = at(sink, SmtpTls::starttls);
  server.ca = "/nonexistent.pem";
  CHECK(outcomes(client->send(server, mail())) == Words{"config 0"});
}

TEST_CASE("smtp: addresses outside ASCII", "[smtp]") {
  const SmtpSink sink;
  const auto client = open_smtp_client();
  CHECK(outcomes(client->send(at(sink), mail({"a@b\xC3\xBC"
                                              "cher.test",
                                              "zo\xC3\xAB@x.test"}))) ==
        Words{"accepted 250", "accepted 250"});
  CHECK(sink.mail(1).envelope["to"] == Words{"a@xn--bcher-kva.test", "zo\xC3\xAB@x.test"});
  CHECK(sink.count(" SMTPUTF8\n") == 1);

  const SmtpSink old({"--no-utf8"});
  for (int i = 0; i < 2; ++i) {
    const auto results = client->send(at(old), mail({"zo\xC3\xAB@x.test"}));
    CHECK(outcomes(results) == Words{"permanent 0"});
    CHECK_FALSE(results[0].concerns_server);
    CHECK(outcomes(client->send(at(old), mail({"a@b\xC3\xBC"
                                               "cher.test"}))) == Words{"accepted 250"});
  }
  CHECK(old.count("MAIL") == 2);
}

TEST_CASE("smtp: verify logs in and sends nothing", "[smtp]") {
  const SmtpSink sink = secure_sink({});
  const auto client = open_smtp_client();
  client->verify(logged_in(at(sink, SmtpTls::starttls)));
  CHECK(sink.count("QUIT") == 1);
  CHECK(sink.count("MAIL") == 0);
  const SmtpSink busy({"greeting=421 4.3.2 busy"});
  CHECK(thrown([&] { client->verify(at(busy)); }) ==
        "unavailable: 127.0.0.1:" + std::to_string(busy.port()) + ": 421 4.3.2 busy");
  const SmtpSink hanging({"quit=hang"});
  const auto begin = std::chrono::steady_clock::now();
  client->verify(at(hanging));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("smtp: several threads send at the same time", "[smtp]") {
  const SmtpSink sink;
  const auto client = open_smtp_client();
  std::vector<std::thread> threads;
  std::atomic<int> accepted = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i)
        accepted += outcomes(client->send(at(sink), mail())) == Words{"accepted 250"} ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(accepted == 100);
  CHECK(sink.mails() == 100);
  CHECK(sink.count(" connect\n") <= 4);
}

TEST_CASE("smtp: what would be another command is refused before anything is sent", "[smtp]") {
  const SmtpSink sink;
  const auto client = open_smtp_client();
  const auto refuses = [&](const SmtpServer& server, const SmtpMail& each) {
    CHECK(thrown_code([&] { client->send(server, each); }) == "usage");
  };
  for (const char* address :
       {"b@x.test>\r\nRCPT TO:<evil@x.test", "b@x.test\r\n", "b\n@x.test", "b", "@x.test", "b@", "b@x..test",
        "b c@x.test", "<b@x.test>", "b@x.test SIZE=1", "b@x.test>", "\"b@x.test", "b@[1.2.3", "b@[IPv6:zz]",
        ".b@x.test", "b@x\xFF.test"}) {
    INFO(address);
    refuses(at(sink), mail({"a@x.test", address}));
    SmtpMail from = mail();
    from.from = address;
    refuses(at(sink), from);
  }
  refuses(at(sink), mail({std::string("b\0@x.test", 9)}));
  refuses(at(sink), mail({std::string(65, 'a') + "@x.test"}));
  refuses(at(sink), mail({"a@" + std::string(64, 'a') + ".test"}));
  refuses(at(sink), mail({}));
  for (const char* hello : {"a\r\nMAIL FROM:<x>", "a b", "a\n", "[1.2.3.4", "-"}) {
    SmtpServer server = at(sink);
    server.hello = hello;
    refuses(server, mail());
  }
  for (const char* text : {"a\r\nb", "a\nb"}) {
    refuses(logged_in(at(sink), "EXTERNAL"), mail());
    SmtpServer server = logged_in(at(sink));
    server.user = text;
    refuses(server, mail());
    server = logged_in(at(sink));
    server.password = text;
    refuses(server, mail());
    server = at(sink);
    server.host = text;
    refuses(server, mail());
  }
  for (const std::string& body : {std::string("a\nb\r\n"), std::string("a\rb\r\n"), std::string("a\r\n.\n"),
                                  std::string("a\0b", 3), std::string(999, 'a') + "\r\n"}) {
    SmtpMail one = mail();
    one.bytes = body;
    refuses(at(sink), one);
  }
  CHECK(sink.log() == "");
}
