#include "catch.hpp"
#include "core/domain.hpp"
#include "core/envelope_address.hpp"
#include "objectos/mail.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

/// "NAME|ADDRESS" of each.
std::vector<std::string> read(std::string_view text, std::string_view local_domain = {}) {
  std::vector<std::string> out;
  for (const MailAddress& address : parse_mail_addresses(text, local_domain))
    out.push_back(address.name + '|' + address.address());
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("mail addresses: all forms of a mailbox", "[mail]") {
  CHECK(read("a@b.test") == Texts{"|a@b.test"});
  CHECK(read(" <a@b.test> ") == Texts{"|a@b.test"});
  CHECK(read("Ann Bee <a@B.Test>") == Texts{"Ann Bee|a@b.test"});
  CHECK(read("Ann<a@b.test>") == Texts{"Ann|a@b.test"});
  CHECK(read("\"Bee, Ann \\\"A\\\"\" <a@b.test>") == Texts{"Bee, Ann \"A\"|a@b.test"});
  CHECK(read("\"a b\"@b.test") == Texts{"|\"a b\"@b.test"});
  CHECK(read("\"ab\"@b.test") == Texts{"|ab@b.test"});
  CHECK(read("a@b.test (Ann (the first))") == Texts{"Ann (the first)|a@b.test"});
  CHECK(read("(x) Ann (y) <(z) a@b.test (w)>") == Texts{"Ann|a@b.test"});
  CHECK(read("J. R. Doe <a@b.test>") == Texts{"J. R. Doe|a@b.test"});
  CHECK(read("a@[127.0.0.1], a@[IPv6:::1]") == Texts{"|a@[127.0.0.1]", "|a@[IPv6:::1]"});
  CHECK(read("a+b=c/d@b.test") == Texts{"|a+b=c/d@b.test"});
  CHECK(read("Zoë Ångström <zoë@bücher.test>") == Texts{"Zoë Ångström|zoë@xn--bcher-kva.test"});
  CHECK(read("=?UTF-8?Q?Zo=C3=AB?= =?utf-8?b?w4Vu?= Bee <a@b.test>") == Texts{"ZoëÅn Bee|a@b.test"});
  CHECK(read("=?iso-8859-1?q?Zo=EB?= <a@b.test>") == Texts{"Zoë|a@b.test"});
  CHECK(read("=?x-none?q?Zo=EB?= <a@b.test>") == Texts{"=?x-none?q?Zo=EB?=|a@b.test"});
}

TEST_CASE("mail addresses: lists and groups", "[mail]") {
  CHECK(read("").empty());
  CHECK(read(" , ,").empty());
  CHECK(read("a@b.test,, \"x, y\" <c@d.test> ,\r\n e@f.test") ==
        Texts{"|a@b.test", "x, y|c@d.test", "|e@f.test"});
  CHECK(read("team: a@b.test, C <c@d.test>;, e@f.test") == Texts{"|a@b.test", "C|c@d.test", "|e@f.test"});
  CHECK(read("undisclosed-recipients:;").empty());
  CHECK(read("root, Cron <cron>, a@b.test", "host.test") ==
        Texts{"|root@host.test", "Cron|cron@host.test", "|a@b.test"});
}

TEST_CASE("mail addresses: what cannot be sent to is refused", "[mail]") {
  for (const char* text : {"a",
                           "a@",
                           "@b.test",
                           "a b@c.test",
                           "a@b.test c@d.test",
                           "a@b@c.test",
                           "<a@b.test",
                           "a@b.test>",
                           "\"a@b.test",
                           "\"Ann <a@b.test>",
                           "a@b..test",
                           "a@.test",
                           "a@-b.test",
                           ".a@b.test",
                           "a..b@c.test",
                           "a.@b.test",
                           "a@[1.2.3]",
                           "a@[IPv6:1.2.3.4]",
                           "team: a@b.test",
                           "(a@b.test",
                           "<@x.test:a@b.test>",
                           "a@b.test\nBcc: c@d.test",
                           "<>",
                           "Ann <>",
                           "a@b_\x01.test",
                           "a@b.test; c@d.test",
                           "a@x\xFF.test",
                           "Ann <a@b.test> Bee",
                           "x:y:a@b.test;",
                           ";",
                           "a@b.test;"}) {
    INFO(text);
    CHECK(thrown_code([&] { parse_mail_addresses(text); }) == "usage");
  }
  CHECK(thrown_code([] { MailAddress::parse(std::string("a\0@b.test", 9)); }) == "usage");
  CHECK(thrown_code([] { MailAddress::parse("\"a\nb\"@c.test"); }) == "usage");
  CHECK(thrown_code([] { MailAddress::parse(std::string(65, 'a') + "@b.test"); }) == "usage");
  CHECK(thrown_code([] { MailAddress::parse("a@b.test, c@d.test"); }) == "usage");
  CHECK(thrown_code([] { MailAddress::parse(""); }) == "usage");
  CHECK(thrown([] { MailAddress::parse(" Ann "); }) == "usage: \"Ann\" is no mail address");
}

TEST_CASE("mail addresses: as text they read back the same", "[mail]") {
  for (const MailAddress& address :
       {MailAddress{"", "a", "b.test"}, MailAddress{"Ann Bee", "a", "b.test"},
        MailAddress{"A, \"B\" \\", "a b\"\\", "b.test"}, MailAddress{"two  blanks", "a", "b.test"},
        MailAddress{"Zoë <x>", "zoë", "[127.0.0.1]"}, MailAddress{"J. (R) @:;", ".a.", "b.test"}}) {
    CHECK(MailAddress::parse(address.text()) == address);
    CHECK(envelope_address(address.address()) == address.address());
  }
}

TEST_CASE("domains go over the wire in ASCII", "[mail]") {
  // RFC 3492, 7.1, and names in use.
  CHECK(ascii_domain("BÜCHER.Example") == "xn--bcher-kva.example");
  CHECK(ascii_domain("münchen.de") == "xn--mnchen-3ya.de");
  CHECK(ascii_domain("straße.de") == "xn--strae-oqa.de");
  CHECK(ascii_domain("他们为什么不说中文.test") == "xn--ihqwcrb4cv8a8dqg056pqjye.test");
  CHECK(ascii_domain("ПОЧТА.РФ") == "xn--80a1acny.xn--p1ai");
  CHECK(ascii_domain("παράδειγμα.δοκιμή") == "xn--hxajbheg2az3al.xn--jxalpdlp");
  CHECK(ascii_domain("ŻÓŁW.pl") == "xn--w-uga1v8h.pl");
  CHECK(ascii_domain("xn--bcher-kva.example") == "xn--bcher-kva.example");
  CHECK(ascii_domain("a_b.test") == "a_b.test");
  CHECK(ascii_domain("ΈΎ.test") == ascii_domain("έύ.test"));
  CHECK(ascii_domain("ƠƯẠ.test") == ascii_domain("ơưạ.test"));
  // What would become other characters.
  for (const char* text : {"İ.test", "ẞ.test", "ﬁ.test", "ĳ.test", "ϑ.test"}) CHECK_FALSE(ascii_domain(text));
  for (const char* text : {"", ".", "a.", ".a", "a..b", "-a.test", "a-.test", "a b", "a\n", "a/b",
                           "u\xCC\x88.test", "ｂ.test", "\xFF", "a\xE2\x80\xAE.test", "😀.test\n"})
    CHECK_FALSE(ascii_domain(text));
  CHECK(ascii_domain(std::string(63, 'a') + ".test"));
  CHECK_FALSE(ascii_domain(std::string(64, 'a') + ".test"));
  std::string many = "a";
  while (many.size() <= 253) many += ".aaaaaaa";
  CHECK_FALSE(ascii_domain(many));
}
