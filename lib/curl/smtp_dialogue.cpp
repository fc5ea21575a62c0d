#include "curl/smtp_dialogue.hpp"

#include <algorithm>
#include <utility>

#include "core/ascii.hpp"

namespace objectos::curl {
namespace {

constexpr std::size_t max_text = 2048;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `text` begins with this word, in any case, and no more of a word follows.
bool has_keyword(std::string_view text, std::string_view keyword) {
  if (!ascii::equal_folded(text.substr(0, keyword.size()), keyword)) return false;
  const std::string_view rest = text.substr(keyword.size());
  return rest.empty() || std::string_view(" =\r\n").find(rest.front()) != std::string_view::npos;
}

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

void SmtpDialogue::connecting() {
  offers_ = {};
  is_new_connection_ = true;
  is_secured_ = false;
  has_quit_ = false;
  stage_ = SmtpStage::greeting;
  reply_.reset();
  is_first_line_ = true;
}

void SmtpDialogue::sent(std::string_view command) {
  static constexpr std::pair<std::string_view, SmtpStage> verbs[] = {
      {"EHLO", SmtpStage::hello}, {"HELO", SmtpStage::hello},    {"STARTTLS", SmtpStage::starttls},
      {"AUTH", SmtpStage::login}, {"NOOP", SmtpStage::noop},     {"MAIL", SmtpStage::sender},
      {"DATA", SmtpStage::data},  {"RCPT", SmtpStage::recipient}};
  // What a login goes on with could be anything, also a verb.
  const bool is_login_open = stage_ == SmtpStage::login && reply_ && reply_->code == 334;
  has_quit_ = has_quit_ || (!is_login_open && has_keyword(command, "QUIT"));
  if (has_quit_) return;
  reply_.reset();
  is_first_line_ = true;
  if (is_login_open) return;
  for (const auto& [verb, stage] : verbs) {
    if (has_keyword(command, verb)) stage_ = stage;
  }
  if (stage_ == SmtpStage::hello) offers_ = {};
}

void SmtpDialogue::sending_mail() {
  stage_ = SmtpStage::mail;
  reply_.reset();
  is_first_line_ = true;
}

bool SmtpDialogue::received(std::string_view line) {
  line = without_line_end(line);
  if (has_quit_) return false;
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, is_digit)) return false;
  if (std::exchange(is_first_line_, false)) {
    open_ = {};
  } else if (stage_ == SmtpStage::hello) {
    note_offer(line.substr(std::min<std::size_t>(4, line.size())));
  }
  open_.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (line.size() > 4 && open_.text.size() < max_text) {
    if (!open_.text.empty()) open_.text += ' ';
    open_.text += line.substr(4, max_text - std::min(open_.text.size(), max_text));
  }
  const bool is_last = line.size() == 3 || line[3] == ' ';
  if (is_last) finish_reply();
  return is_last;
}

void SmtpDialogue::note_offer(std::string_view line) {
  if (has_keyword(line, "STARTTLS")) offers_.starttls = true;
  if (has_keyword(line, "AUTH")) offers_.auth = true;
  if (has_keyword(line, "SMTPUTF8")) offers_.utf8 = true;
}

void SmtpDialogue::finish_reply() {
  is_first_line_ = true;
  reply_ = open_;
  if (stage_ == SmtpStage::recipient) recipients_.push_back(open_);
  if (stage_ == SmtpStage::starttls && open_.code == 220) is_secured_ = true;
}

}  // namespace objectos::curl
