#include "notification/mail_fields.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "core/ascii.hpp"

namespace objectos::mail {
namespace {

std::string two_digits(unsigned number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

std::string address_header(std::string_view name, const std::vector<MailAddress>& addresses) {
  if (addresses.empty()) return {};
  HeaderLine line(name);
  append_addresses(line, addresses);
  return std::move(line).finish();
}

std::string token_header(std::string_view name, std::string_view value) {
  HeaderLine line(name);
  line.token(value);
  return std::move(line).finish();
}

std::string text_header(std::string_view name, std::string_view value) {
  HeaderLine line(name);
  line.text(value);
  return std::move(line).finish();
}

}  // namespace

void append_addresses(HeaderLine& line, const std::vector<MailAddress>& addresses) {
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const MailAddress& address = addresses[i];
    const std::string comma = i + 1 < addresses.size() ? "," : "";
    if (address.name.empty()) {
      line.token(address.address() + comma);
    } else {
      line.phrase(address.name);
      line.token('<' + address.address() + '>' + comma);
    }
  }
}

std::string date_text(std::int64_t ms) {
  using namespace std::chrono;
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_time<milliseconds> time{milliseconds(ms)};
  const auto day = floor<std::chrono::days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(time - day));
  char year[8];
  std::snprintf(year, sizeof year, "%04d", static_cast<int>(date.year()));
  return std::string(days[weekday(day).c_encoding()]) + ", " + two_digits(static_cast<unsigned>(date.day())) +
         ' ' + months[static_cast<unsigned>(date.month()) - 1] + ' ' + year + ' ' +
         two_digits(static_cast<unsigned>(clock.hours().count())) + ':' +
         two_digits(static_cast<unsigned>(clock.minutes().count())) + ':' +
         two_digits(static_cast<unsigned>(clock.seconds().count())) + " +0000";
}

std::string headers_of(const Mail& mail) {
  std::string out = token_header("Date", date_text(mail.date_ms));
  out += address_header("From", {mail.from});
  out += address_header("Reply-To", mail.reply_to);
  out += address_header("To", mail.to);
  out += address_header("Cc", mail.cc);
  out += text_header("Subject", mail.subject);
  out += token_header("Message-ID", '<' + mail.message_id + '>');
  out += token_header("MIME-Version", "1.0");
  bool is_marked = false;
  for (const auto& [name, value] : mail.headers) {
    is_marked = is_marked || ascii::equal_folded(name, "Auto-Submitted");
    HeaderLine line(name);
    line.value(value);
    out += std::move(line).finish();
  }
  // RFC 3834, 5: so that nobody's out-of-office reply comes back.
  if (!is_marked) out += token_header("Auto-Submitted", "auto-generated");
  return out;
}

bool is_header_name(std::string_view name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F && c != ':'; });
}

bool is_id(std::string_view id) {
  const std::size_t at = id.find('@');
  return at != id.npos && at > 0 && at + 1 < id.size() && std::all_of(id.begin(), id.end(), [](char c) {
           return c > ' ' && c < 0x7F && c != '<' && c != '>';
         });
}

}  // namespace objectos::mail
