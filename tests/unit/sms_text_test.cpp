// What a text costs as SMS: 3GPP TS 23.038 and 23.040.
#include "notification/sms_text.hpp"

#include "catch.hpp"

using namespace objectos::notification;

namespace {

std::string many(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("GSM text has 160 septets, or 153 in each of several") {
  CHECK(sms_length("").segments == 1);
  CHECK(sms_length(many("a", 160)).segments == 1);
  CHECK(sms_length(many("a", 161)).segments == 2);
  CHECK(sms_length(many("a", 306)).segments == 2);
  CHECK(sms_length(many("a", 307)).segments == 3);
  CHECK(sms_length("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\r\n").is_gsm);
}

TEST_CASE("Characters of the extension take two septets, which no segment cuts") {
  CHECK(sms_length("€").units == 2);
  CHECK(sms_length(many("€", 80)).segments == 1);
  CHECK(sms_length(many("€", 153)).segments == 3);  // 76 in each of 153
  CHECK(sms_length("a" + many("€", 79)).segments == 1);
  CHECK(sms_length(many("a", 152) + "€" + many("b", 10)).segments == 2);
  for (const char* c : {"^", "{", "}", "\\", "[", "~", "]", "|", "\f"}) CHECK(sms_length(c).units == 2);
}

TEST_CASE("One other character makes it UCS-2, 70 or 67 units") {
  CHECK_FALSE(sms_length("`").is_gsm);
  CHECK(sms_length("naïve – ж").first_other == "ï");
  CHECK(sms_length(many("ж", 70)).segments == 1);
  CHECK(sms_length(many("ж", 71)).segments == 2);
  CHECK(sms_length(many("ж", 134)).segments == 2);
  CHECK(sms_length(many("ж", 135)).segments == 3);
  CHECK(sms_length("😀").units == 2);
  CHECK(sms_length("😀").characters == 1);
  CHECK(sms_length(many("😀", 35)).segments == 1);
  CHECK(sms_length(many("😀", 67)).segments == 3);  // 33 in each of 67
}

TEST_CASE("A phone number is E.164") {
  for (const char* good :
       {"+14155550100", "+8613800000000", "+4915112345678", "+12345678", "+123456789012345"})
    CHECK(is_phone_number(good));
  for (const char* bad : {"", "+", "14155550100", "+0155550100", "+1 415 555 0100", "+1415555010a",
                          "+1234567890123456", "+123456"})
    CHECK_FALSE(is_phone_number(bad));
}
