#include <algorithm>
#include <optional>
#include <utility>

#include "core/envelope_address.hpp"
#include "notification/mail_words.hpp"
#include "objectos/mail.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

constexpr std::size_t max_path = 254;  // RFC 5321, 4.5.3.1.3

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
}

/// Of an atom, with the dots that a name or the part before the @ may hold.
bool is_word_character(char c) {
  return !is_blank(c) && !is_control(c) &&
         std::string_view("()<>[]:;@\\,\"").find(c) == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// RFC 5322, 3.4, with what RFC 6532 and habit add: UTF-8, dots in names, empty places in lists.
class AddressReader {
 public:
  AddressReader(std::string_view text, std::string_view local_domain)
      : whole_(text), rest_(text), local_domain_(local_domain) {}

  std::vector<MailAddress> list() {
    std::vector<MailAddress> all;
    while (true) {
      skip_blanks();
      if (rest_.empty()) return is_in_group_ ? fail() : all;
      if (take(',')) continue;
      if (is_in_group_ && take(';')) {
        is_in_group_ = false;
        continue;
      }
      read_one(all);
      skip_blanks();
      const bool is_end = rest_.empty() || rest_.front() == ',' || (is_in_group_ && rest_.front() == ';');
      if (!is_end && !has_opened_) fail();
      has_opened_ = false;
    }
  }

 private:
  struct Word {
    std::string text;
    bool is_quoted;
  };

  [[noreturn]] std::vector<MailAddress> fail() const { throw_no_address(trimmed(whole_)); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Blanks and comments; the last comment is remembered.
  void skip_blanks() {
    while (!rest_.empty()) {
      if (is_blank(rest_.front())) {
        rest_.remove_prefix(1);
      } else if (rest_.front() == '(') {
        read_comment();
      } else {
        return;
      }
    }
  }

  void read_comment() {
    comment_.clear();
    std::size_t depth = 0, i = 0;
    for (; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (c == '\\' && i + 1 < rest_.size()) {
        comment_ += rest_[++i];
        continue;
      }
      if (c == '(' && depth++ == 0) continue;
      if (c == ')' && --depth == 0) break;
      comment_ += c;
    }
    if (i == rest_.size()) fail();
    rest_.remove_prefix(i + 1);
  }

  std::string quoted() {
    std::string out;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return out;
      if (c != '\\') {
        out += c;
      } else if (!rest_.empty()) {
        out += rest_.front();
        rest_.remove_prefix(1);
      }
    }
    fail();
  }

  std::optional<Word> word() {
    if (take('"')) return Word{quoted(), true};
    std::size_t size = 0;
    while (size < rest_.size() && is_word_character(rest_[size])) ++size;
    if (size == 0) return std::nullopt;
    Word out{std::string(rest_.substr(0, size)), false};
    rest_.remove_prefix(size);
    return out;
  }

  std::string domain() {
    skip_blanks();
    std::size_t size = 0;
    if (!rest_.empty() && rest_.front() == '[') {
      size = std::min(rest_.find(']'), rest_.size() - 1) + 1;
    } else {
      while (size < rest_.size() && is_word_character(rest_[size])) ++size;
    }
    const auto name = mail_domain(rest_.substr(0, size));
    if (!name) fail();
    rest_.remove_prefix(size);
    return *name;
  }

  /// The part before the @ and the domain behind it.
  MailAddress addressed(const Word& local) {
    MailAddress out{{}, local.text, domain()};
    check(out, local.is_quoted);
    return out;
  }

  MailAddress local_user(const Word& name) const {
    const auto name_of_host = mail_domain(local_domain_);
    if (!name_of_host) fail();
    MailAddress out{{}, name.text, *name_of_host};
    check(out, name.is_quoted);
    return out;
  }

  void check(const MailAddress& address, bool was_quoted) const {
    const bool is_sound = is_local_part(address.local) && address.address().size() <= max_path;
    // Without quotes it must be one that needs none.
    if (!is_sound || (!was_quoted && address.address().front() == '"')) fail();
  }

  MailAddress angle() {
    skip_blanks();
    const auto local = word();
    if (!local) fail();
    skip_blanks();
    MailAddress out = take('@') ? addressed(*local) : local_user(*local);
    skip_blanks();
    if (!take('>')) fail();
    return out;
  }

  std::string name_of(const std::vector<Word>& words) const {
    std::string name;
    std::string atoms;  // encoded words lose the blanks between them, so they are read together
    const auto flush = [&name, &atoms] {
      if (atoms.empty()) return;
      if (!name.empty()) name += ' ';
      name += mail::decoded_words(atoms);
      atoms.clear();
    };
    for (const Word& word : words) {
      if (word.is_quoted) {
        flush();
        if (!name.empty() && !word.text.empty()) name += ' ';
        // Encoded words in quotes are none, but many write them.
        name += mail::decoded_words(word.text);
      } else {
        atoms += (atoms.empty() ? "" : " ") + word.text;
      }
    }
    flush();
    return checked_name(name);
  }

  std::string checked_name(std::string_view name) const {
    std::string out(trimmed(name));
    for (char& c : out) {
      if (c == '\t') c = ' ';
    }
    if (!is_utf8(out) || std::any_of(out.begin(), out.end(), is_control)) fail();
    return out;
  }

  void read_one(std::vector<MailAddress>& all) {
    comment_.clear();
    std::vector<Word> words;
    while (true) {
      skip_blanks();
      if (take('<')) {
        MailAddress address = angle();
        address.name = name_of(words);
        all.push_back(std::move(address));
        return;
      }
      if (take('@')) {
        if (words.size() != 1) fail();
        all.push_back(addressed(words.front()));
        break;
      }
      if (!is_in_group_ && !words.empty() && take(':')) {
        is_in_group_ = has_opened_ = true;
        return;
      }
      auto next = word();
      if (!next) {
        if (words.size() != 1) fail();
        all.push_back(local_user(words.front()));
        break;
      }
      words.push_back(std::move(*next));
    }
    // The old way: a@b (Name).
    skip_blanks();
    all.back().name = checked_name(mail::decoded_words(comment_));
  }

  std::string_view whole_, rest_;
  const std::string_view local_domain_;
  std::string comment_;
  bool is_in_group_ = false;
  bool has_opened_ = false;  // the group, just now
};

bool is_plain_name(std::string_view name) {
  return name.find("  ") == name.npos && std::all_of(name.begin(), name.end(), [](char c) {
           return c == ' ' || (is_word_character(c) && c != '.');
         });
}

}  // namespace

MailAddress MailAddress::parse(std::string_view text, std::string_view local_domain) {
  auto all = AddressReader(text, local_domain).list();
  if (all.size() != 1) throw_no_address(trimmed(text));
  return std::move(all.front());
}

std::vector<MailAddress> parse_mail_addresses(std::string_view text, std::string_view local_domain) {
  return AddressReader(text, local_domain).list();
}

std::string MailAddress::address() const {
  return quoted_local_part(local) + '@' + domain;
}

std::string MailAddress::text() const {
  if (name.empty()) return address();
  if (is_plain_name(name)) return name + " <" + address() + '>';
  std::string quoted;
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return '"' + quoted + "\" <" + address() + '>';
}

}  // namespace objectos
