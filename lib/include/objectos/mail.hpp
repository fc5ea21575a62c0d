// Mails as RFC 5322 and MIME have them: addresses, a composer that makes the exact bytes, and a reader for
// finished messages that are to be sent on, as sendmail(8) gets them. Everything here works on its input
// alone: no clock, no network, no chance. How bytes get to a server: smtp_client.hpp.
//
//   objectos::Mail mail{.from = objectos::MailAddress::parse("Backup <backup@example.com>")};
//   mail.to = objectos::parse_mail_addresses("Zoë <zoe@example.org>, ops@example.org");
//   mail.subject = "Backup done ✓";
//   mail.text = "All is well.\n";
//   mail.message_id = objectos::new_message_id("example.com");
//   mail.date_ms = now;
//   const std::string bytes = objectos::compose_mail(mail);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"

namespace objectos {

/// A mailbox that mail can be sent to.
struct OBJECTOS_API MailAddress {
  std::string name{};    ///< for people; empty: none. UTF-8, one line
  std::string local{};   ///< what stands before the @, without quotes; UTF-8
  std::string domain{};  ///< ASCII (punycode), lower case; or an address in brackets

  /// `a@b`, `<a@b>`, `Name <a@b>`, `"Name, with a comma" <a@b>`; encoded words and comments are understood, a
  /// name may hold UTF-8 as it is. Error(usage) for anything else, with the text in it.
  /// With a `local_domain` the bare name of a user of this host is an address, too: `root` is
  /// `root@local_domain`.
  static MailAddress parse(std::string_view text, std::string_view local_domain = {});

  /// `a@b` for the envelope, the part before the @ in quotes where it needs them.
  std::string address() const;
  /// `"Name, with a comma" <a@b>`, in UTF-8, for people.
  std::string text() const;

  friend bool operator==(const MailAddress&, const MailAddress&) = default;
};

/// Several, with commas between them; groups (`team: a@b, c@d;`) give their members. An empty text gives
/// none. Error(usage) as MailAddress::parse.
OBJECTOS_API std::vector<MailAddress> parse_mail_addresses(std::string_view text,
                                                           std::string_view local_domain = {});

/// A file that goes with a mail.
struct MailFile {
  std::string name{};        ///< of the file, without directories; UTF-8. Empty: none is told
  std::string type{};        ///< media type; empty: by the ending of the name
  std::string content_id{};  ///< for what the HTML names as `cid:…`: without angle brackets
  std::string_view bytes{};
};

struct Mail {
  MailAddress from{};
  std::vector<MailAddress> to{}, cc{}, reply_to{};  ///< blind copies are of the envelope alone
  std::string subject{};
  std::string text{};  ///< empty, and there is HTML: made of that
  std::string html{};
  std::vector<MailFile> attachments{};
  std::vector<MailFile> inlines{};  ///< shown within the HTML, each with its content_id
  /// Any others. Auto-Submitted is `auto-generated` unless it stands here.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string message_id{};  ///< without angle brackets; see new_message_id()
  std::int64_t date_ms = 0;  ///< since the epoch; written in UTC
};

/// The bytes to send: lines end with CRLF, have at most 78 characters where they can be broken and never more
/// than 998 bytes, and all is ASCII, except for addresses that are not. The same mail always gives the same
/// bytes.
///
/// Error(usage) that names the field: CR, LF or NUL in one that is a line, text that is not UTF-8, no
/// recipient in `to` or `cc`, no message_id, a header that other fields stand for (Bcc, Content-Type, …) or
/// whose name is none, a media type or content_id that is none, an inline file without content_id.
OBJECTOS_API std::string compose_mail(const Mail& mail);

/// What compose_mail() would refuse is refused; nothing is made.
OBJECTOS_API void check_mail(const Mail& mail);

/// HTML as text: lines of at most 76 characters where words allow it, links with their address behind them,
/// lists with
/// `-` or numbers, rows of tables as lines. UTF-8; bounded in time and depth whatever the input is.
OBJECTOS_API std::string text_of_html(std::string_view html);

/// A new one by chance, `…@domain`. Make it when the message is queued and keep it over tries: receivers know
/// by it that they have a mail already.
OBJECTOS_API std::string new_message_id(std::string_view domain);

/// The media type that a file of this name has, `application/octet-stream` where nothing is known.
OBJECTOS_API std::string_view media_type_of(std::string_view file_name) noexcept;

/// A finished message on its way to be sent on.
class OBJECTOS_API MailText {
 public:
  /// Lines end with LF or CRLF. A first line `From …` of a mailbox is left out. The body begins behind the
  /// first empty line, or with the first line that is no header. Error(data) for a NUL or a CR within a
  /// header, or for headers of more than 1 MiB.
  static MailText read(std::string_view raw);

  /// The value of the first header of that name, in any case: unfolded, encoded words as they stand. Nothing
  /// if it is not there.
  std::optional<std::string> header(std::string_view name) const;

  /// Who To, Cc and Bcc name, each once, in order. Error(data) for what is no address.
  std::vector<MailAddress> recipients(std::string_view local_domain = {}) const;
  /// Of From, or of Sender where that is missing. Nothing if there is neither. Error(data).
  std::optional<MailAddress> from(std::string_view local_domain = {}) const;

  /// What is added where it is missing.
  struct Missing {
    MailAddress from{};
    std::string message_id{};
    std::int64_t date_ms = 0;
    /// Not empty: bare names of users in headers of addresses get it, as in `To: root`.
    std::string local_domain{};
  };
  /// The bytes to send: CRLF, no Bcc, missing headers added, a body that could not go over the wire as it is
  /// (lines of more than 998 bytes, NUL, bytes outside ASCII) in quoted-printable. Parts of a multipart
  /// message stay as they are but for lines that are too long, which are broken.
  std::string bytes(const Missing& missing) const;

 private:
  struct Header {
    std::string name;
    std::string value;  ///< unfolded, without the blanks around it
    std::string lines;  ///< as it stood, lines ended by LF
  };
  std::vector<Header> headers_;
  std::string body_;  ///< lines ended by LF
};

}  // namespace objectos
