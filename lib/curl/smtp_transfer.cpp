#include "curl/smtp_transfer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace objectos::curl {
namespace {

/// How long a goodbye is waited for, in seconds.
constexpr long goodbye_time = 2;

long milliseconds(Millis time) {
  return static_cast<long>(std::max<Millis::rep>(time.count(), 1));
}

}  // namespace

SmtpTransfer::SmtpTransfer(SmtpSession& session, const SmtpTimes& times)
    : session_(session), times_(times), dialogue_(session.offers) {
  set_up();
}

SmtpTransfer::~SmtpTransfer() {
  ::curl_easy_reset(session_.handle.get());  // its callbacks are of this object
}

template <class Value>
void SmtpTransfer::set(CURLoption option, Value value) {
  // All that can be wrong has been looked at.
  if (::curl_easy_setopt(session_.handle.get(), option, value) != CURLE_OK) throw std::bad_alloc();
}

void SmtpTransfer::set_up() {
  set(CURLOPT_ERRORBUFFER, reason_);
  set(CURLOPT_URL, session_.login.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");  // those of the environment are meant for the web
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // a look-up that hangs is left behind at the time limit, not waited for
  set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(times_.connect));
  set(CURLOPT_TIMEOUT_MS, milliseconds(times_.all));
  // Which command a reply belongs to is known from what is sent; libcurl tells that to those who debug only.
  set(CURLOPT_VERBOSE, 1L);
  set(CURLOPT_DEBUGFUNCTION, &SmtpTransfer::debug);
  set(CURLOPT_DEBUGDATA, this);
  set(CURLOPT_HEADERFUNCTION, &SmtpTransfer::header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &SmtpTransfer::ignore);
  set(CURLOPT_OPENSOCKETFUNCTION, &SmtpTransfer::open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set_security();
  set_login();
}

void SmtpTransfer::set_security() {
  const SmtpLogin& login = session_.login;
  const bool is_optional = login.tls == SmtpTls::opportunistic && login.user.empty();
  // Of an enumeration, or since 8.13 plain numbers.
  const auto level = static_cast<long>(login.tls == SmtpTls::none ? CURLUSESSL_NONE
                                       : is_optional              ? CURLUSESSL_TRY
                                                                  : CURLUSESSL_ALL);
  set(CURLOPT_USE_SSL, level);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  const std::string ca = authorities_file(login.ca);
  if (ca.empty()) return;
  set(CURLOPT_CAINFO, ca.c_str());
  set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // these and no others
}

void SmtpTransfer::set_login() {
  const SmtpLogin& login = session_.login;
  if (login.user.empty()) return;
  set(CURLOPT_USERNAME, login.user.c_str());
  if (login.auth == "XOAUTH2") {
    set(CURLOPT_XOAUTH2_BEARER, login.password.c_str());
  } else {
    set(CURLOPT_PASSWORD, login.password.c_str());
  }
  // Not those of Microsoft and Kerberos, which would be tried first.
  const std::string ways = login.auth.empty() ? "AUTH=PLAIN;AUTH=LOGIN;AUTH=CRAM-MD5" : "AUTH=" + login.auth;
  set(CURLOPT_LOGIN_OPTIONS, ways.c_str());
  // A round trip less, where every server understands it.
  set(CURLOPT_SASL_IR, login.auth == "PLAIN" || login.auth == "XOAUTH2" ? 1L : 0L);
}

void SmtpTransfer::set_envelope(const SmtpEnvelope& envelope) {
  needs_utf8_ = envelope.needs_utf8;
  if (!envelope.from.empty()) set(CURLOPT_MAIL_FROM, ('<' + envelope.from + '>').c_str());
  for (const std::string& to : envelope.to) append(recipients_, '<' + to + '>');
  set(CURLOPT_MAIL_RCPT, recipients_.get());
  set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
}

/// What goes over a connection for its own sake; it is closed then.
void SmtpTransfer::set_noop() {
  set(CURLOPT_CUSTOMREQUEST, "NOOP");
  set(CURLOPT_FORBID_REUSE, 1L);
}

void SmtpTransfer::send(const SmtpEnvelope& envelope, const SmtpMail& mail) {
  set_envelope(envelope);
  rest_ = mail.bytes;
  before_data_ = &mail.before_data;
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &SmtpTransfer::read);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.bytes.size()));
  // On a connection that is kept nobody says hello again.
  if (session_.offers.is_known && needs_utf8_ && !session_.offers.utf8) {
    end_.refusal = SmtpRefusal::no_utf8_offered;
    return;
  }
  run();
}

void SmtpTransfer::visit() {
  set_noop();
  set(CURLOPT_FRESH_CONNECT, 1L);
  run();
}

void SmtpTransfer::leave() {
  set_noop();
  may_connect_ = false;
  run();
}

void SmtpTransfer::run() {
  end_.code = ::curl_easy_perform(session_.handle.get());
  end_.reason = reason_;
  long error_number = 0;
  ::curl_easy_getinfo(session_.handle.get(), CURLINFO_OS_ERRNO, &error_number);
  end_.error_number = static_cast<int>(error_number);
  const bool was_connecting = dialogue_.stage() < SmtpStage::sender;
  if (end_.code != CURLE_OK) abandon();
  end_.time = was_connecting ? std::min(times_.connect, times_.all) : times_.all;
  if (thrown_) std::rethrow_exception(thrown_);
}

/// Where the last reply did not come libcurl keeps the connection, to say goodbye on it when the handle goes,
/// and to wait two minutes for the answer.
void SmtpTransfer::abandon() {
  curl_socket_t socket = CURL_SOCKET_BAD;
  ::curl_easy_getinfo(session_.handle.get(), CURLINFO_ACTIVESOCKET, &socket);
  if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RDWR);
}

/// After STARTTLS the server is asked once more what it offers; what it said before counts for nothing.
bool SmtpTransfer::is_last_hello() const {
  switch (session_.login.tls) {
    case SmtpTls::implicit:
    case SmtpTls::none: return true;
    case SmtpTls::starttls: return dialogue_.is_secured();
    case SmtpTls::opportunistic: return dialogue_.is_secured() || !dialogue_.offers().starttls;
  }
  return true;
}

/// False: the server does not offer what is needed. libcurl would send the mail without.
bool SmtpTransfer::may_go_on() {
  if (dialogue_.stage() != SmtpStage::hello || dialogue_.reply()->code / 100 != 2 || !is_last_hello())
    return true;
  session_.offers.is_known = true;
  if (!session_.login.user.empty() && !dialogue_.offers().auth) end_.refusal = SmtpRefusal::no_login_offered;
  if (needs_utf8_ && !dialogue_.offers().utf8) end_.refusal = SmtpRefusal::no_utf8_offered;
  return end_.refusal == SmtpRefusal::none;
}

std::size_t SmtpTransfer::give(char* to, std::size_t room) {
  if (!end_.has_begun) {
    if (*before_data_) (*before_data_)();
    end_.has_begun = true;
    dialogue_.sending_mail();
  }
  const std::size_t n = std::min(room, rest_.size());
  std::memcpy(to, rest_.data(), n);
  rest_.remove_prefix(n);
  return n;
}

std::size_t SmtpTransfer::read(char* to, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<SmtpTransfer*>(self);
  try {
    return transfer.give(to, size * count);
  } catch (...) {
    transfer.thrown_ = std::current_exception();
    return CURL_READFUNC_ABORT;
  }
}

std::size_t SmtpTransfer::header(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<SmtpTransfer*>(self);
  const bool is_reply = transfer.dialogue_.received({bytes, size * count});
  return is_reply && !transfer.may_go_on() ? 0 : size * count;
}

std::size_t SmtpTransfer::ignore(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

int SmtpTransfer::debug(CURL* handle, curl_infotype type, char* bytes, std::size_t size, void* self) {
  auto& transfer = *static_cast<SmtpTransfer*>(self);
  if (type != CURLINFO_HEADER_OUT) return 0;
  transfer.dialogue_.sent({bytes, size});
  // libcurl would wait two minutes for the answer, beyond every other time limit.
  if (transfer.dialogue_.has_quit())
    ::curl_easy_setopt(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, goodbye_time);
  return 0;
}

curl_socket_t SmtpTransfer::open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<SmtpTransfer*>(self);
  if (!transfer.may_connect_) return CURL_SOCKET_BAD;
  transfer.dialogue_.connecting();
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace objectos::curl
