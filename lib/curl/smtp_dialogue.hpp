// What was said on an SMTP connection, by whom, and to what.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace objectos::curl {

/// What the server was asked last.
enum class SmtpStage { none, greeting, hello, starttls, login, noop, sender, recipient, data, mail };

struct SmtpReply {
  int code = 0;
  std::string text{};  ///< of all its lines, with blanks between them; no more than 2 KiB
};

/// What a server offers, as far as it matters here. It holds for the life of a connection.
struct SmtpOffers {
  bool is_known = false;  ///< the last hello was said
  bool starttls = false;
  bool auth = false;
  bool utf8 = false;
};

/// Of one try: fed with all that goes over the wire.
class SmtpDialogue {
 public:
  /// `offers` are the connection's, and must outlive it.
  explicit SmtpDialogue(SmtpOffers& offers) : offers_(offers) {}

  /// A connection is being made.
  void connecting();
  /// A command has been sent. What follows QUIT is not listened to: the answer to what was asked before it
  /// counts.
  void sent(std::string_view command);
  /// The mail is being sent.
  void sending_mail();
  /// A line of a reply. True if it is the last one.
  bool received(std::string_view line);

  bool is_new_connection() const { return is_new_connection_; }
  bool has_quit() const { return has_quit_; }
  bool is_secured() const { return is_secured_; }
  const SmtpOffers& offers() const { return offers_; }
  SmtpStage stage() const { return stage_; }
  /// To what was asked last; nothing if it has not come, or not to its end.
  const std::optional<SmtpReply>& reply() const { return reply_; }
  /// Those to RCPT, in order.
  const std::vector<SmtpReply>& recipients() const { return recipients_; }

 private:
  void finish_reply();
  void note_offer(std::string_view line);

  SmtpOffers& offers_;
  SmtpStage stage_ = SmtpStage::none;
  bool is_new_connection_ = false;
  bool is_secured_ = false;
  bool has_quit_ = false;
  bool is_first_line_ = true;
  SmtpReply open_;  // as far as it has come
  std::optional<SmtpReply> reply_;
  std::vector<SmtpReply> recipients_;
};

}  // namespace objectos::curl
