#include "tls/tls_stream.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>

#include "objectos/error.hpp"

namespace objectos::tls {
namespace {

template <auto Function>
struct Free {
  template <class T>
  void operator()(T* object) const {
    Function(object);
  }
};
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Free<SSL_free>>;

/// OpenSSL's own words for what went wrong last.
std::string reason() {
  const unsigned long code = ::ERR_peek_last_error();
  ::ERR_clear_error();
  const char* text = code ? ::ERR_reason_error_string(code) : nullptr;
  return text ? text : "the connection was closed";
}

[[noreturn]] void fail() {
  throw Error(Errc::unavailable, Message("tls.failed", "TLS: {{reason}}", {{"reason", reason()}}));
}

/// The first thing that went wrong says most: what follows tells that it did. `what`: what the file was to
/// hold.
[[noreturn]] void bad_file(const std::string& file, const char* what) {
  const unsigned long code = ::ERR_peek_error();
  std::string why = ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE
                        ? std::string("it holds no ") + what
                        : reason();
  if (ERR_SYSTEM_ERROR(code)) why = std::generic_category().message(ERR_GET_REASON(code));
  ::ERR_clear_error();
  throw Error(Errc::usage,
              Message("tls.file", "TLS: cannot use {{path}}: {{reason}}", {{"path", file}, {"reason", why}}));
}

bool is_address(const std::string& host) {
  unsigned char buffer[16];
  return ::inet_pton(AF_INET, host.c_str(), buffer) == 1 || ::inet_pton(AF_INET6, host.c_str(), buffer) == 1;
}

Context new_context(const SSL_METHOD* method) {
  Context context(::SSL_CTX_new(method));
  if (!context) fail();
  ::SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // What a write takes may lie elsewhere when it is tried again.
  ::SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  ::ERR_clear_error();
  return context;
}

void use_certificate(SSL_CTX* context, const std::string& cert, const std::string& key) {
  if (::SSL_CTX_use_certificate_chain_file(context, cert.c_str()) != 1) bad_file(cert, "certificate");
  if (::SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
    bad_file(key, "private key");
}

Context client_context(const TlsOptions& options) {
  Context context = new_context(::TLS_client_method());
  ::SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (options.ca.empty()) {
    if (::SSL_CTX_set_default_verify_paths(context.get()) != 1) fail();
  } else if (::SSL_CTX_load_verify_file(context.get(), options.ca.c_str()) != 1) {
    bad_file(options.ca, "certificate");
  }
  if (!options.cert.empty())
    use_certificate(context.get(), options.cert, options.key.empty() ? options.cert : options.key);
  return context;
}

Context server_context(const std::string& cert, const std::string& key) {
  Context context = new_context(::TLS_server_method());
  use_certificate(context.get(), cert, key);
  // A session taken up again would need an id of ours; TLS 1.3 has tickets for it.
  ::SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  ::SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  return context;
}

// OpenSSL's own way to a socket would raise SIGPIPE, which is the program's business.

int descriptor_of(BIO* bio) {
  return static_cast<net::Socket*>(::BIO_get_data(bio))->descriptor();
}

bool is_passing(int error_number) {
  return error_number == EAGAIN || error_number == EWOULDBLOCK || error_number == EINTR;
}

int send_bytes(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t n = ::send(descriptor_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (n < 0 && is_passing(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(n);
}

int receive_bytes(BIO* bio, char* to, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t n = ::recv(descriptor_of(bio), to, static_cast<std::size_t>(size), 0);
  if (n < 0 && is_passing(errno)) BIO_set_retry_read(bio);
  return static_cast<int>(n);
}

long control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const method = [] {
    BIO_METHOD* made = ::BIO_meth_new(::BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "objectos socket");
    if (!made) fail();
    ::BIO_meth_set_write(made, &send_bytes);
    ::BIO_meth_set_read(made, &receive_bytes);
    ::BIO_meth_set_ctrl(made, &control);
    return made;
  }();
  return method;
}

class TlsStream : public net::Stream {
 public:
  TlsStream(std::unique_ptr<net::Socket> socket, SSL_CTX* context)
      : socket_(std::move(socket)), session_(::SSL_new(context)) {  // which keeps the context
    BIO* bio = session_ ? ::BIO_new(socket_method()) : nullptr;
    if (!bio) fail();
    ::BIO_set_data(bio, socket_.get());
    ::BIO_set_init(bio, 1);
    ::SSL_set_bio(session_.get(), bio, bio);  // owns it
  }
  ~TlsStream() override {
    ::SSL_shutdown(session_.get());  // says that this is the end, does not wait
    ::ERR_clear_error();
  }

  void expect(const std::string& host) {
    X509_VERIFY_PARAM* check = ::SSL_get0_param(session_.get());
    if (is_address(host)) {
      if (::X509_VERIFY_PARAM_set1_ip_asc(check, host.c_str()) != 1) fail();
    } else {
      ::X509_VERIFY_PARAM_set_hostflags(check, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
      if (::X509_VERIFY_PARAM_set1_host(check, host.c_str(), host.size()) != 1) fail();
      ::SSL_set_tlsext_host_name(session_.get(), host.c_str());  // SNI, RFC 6066: names only
    }
  }

  /// The handshake is made by the first reads.
  void await_client() { ::SSL_set_accept_state(session_.get()); }

  void shake_hands(const std::string& host, net::Deadline deadline) {
    for (;;) {
      ::ERR_clear_error();
      const int result = ::SSL_connect(session_.get());
      if (result == 1) return;
      const int why = ::SSL_get_error(session_.get(), result);
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) refused(host);
      if (!net::wait_for(socket_->descriptor(), why == SSL_ERROR_WANT_READ, why == SSL_ERROR_WANT_WRITE, deadline))
        throw Error(Errc::unavailable, Message("tls.timeout", "TLS: no answer in time"));
    }
  }

  std::size_t read(char* to, std::size_t size) override {
    ::ERR_clear_error();
    const int n = ::SSL_read(session_.get(), to, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    return done(n);
  }

  std::size_t write(std::string_view bytes) override {
    if (bytes.empty()) return 0;
    ::ERR_clear_error();
    const int n =
        ::SSL_write(session_.get(), bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX)));
    return done(n);
  }

  bool wait(bool to_write, net::Deadline deadline) override {
    if (::SSL_pending(session_.get()) > 0) return true;
    return net::wait_for(socket_->descriptor(), true, to_write || wants_write_, deadline);
  }

 private:
  std::size_t done(int n) {
    wants_write_ = false;
    if (n > 0) return static_cast<std::size_t>(n);
    switch (::SSL_get_error(session_.get(), n)) {
      case SSL_ERROR_WANT_WRITE: wants_write_ = true; return 0;
      case SSL_ERROR_WANT_READ: return 0;
      case SSL_ERROR_ZERO_RETURN:
        throw Error(Errc::unavailable, Message("net.closed", "the server closed the connection"));
      default: fail();
    }
  }

  [[noreturn]] void refused(const std::string& host) {
    const long verdict = ::SSL_get_verify_result(session_.get());
    if (verdict == X509_V_OK) fail();
    ::ERR_clear_error();
    if (verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH) {
      throw Error(Errc::unavailable,
                  Message("tls.name", "TLS: the server's certificate is not for {{host}}", {{"host", host}}));
    }
    if (verdict == X509_V_ERR_CERT_HAS_EXPIRED) {
      throw Error(Errc::unavailable, Message("tls.expired", "TLS: the server's certificate has expired"));
    }
    throw Error(Errc::unavailable,
                Message("tls.untrusted", "TLS: the server's certificate is not trusted: {{reason}}",
                        {{"reason", ::X509_verify_cert_error_string(verdict)}}),
                Message("tls.untrusted_hint", "name the authority's PEM file in options.tls_ca"));
  }

  std::unique_ptr<net::Socket> socket_;
  Session session_;
  bool wants_write_ = false;
};

class TlsAcceptor final : public Acceptor {
 public:
  TlsAcceptor(const std::string& cert, const std::string& key) : context_(server_context(cert, key)) {}
  std::unique_ptr<net::Stream> accept(std::unique_ptr<net::Socket> socket) override {
    auto stream = std::make_unique<TlsStream>(std::move(socket), context_.get());
    stream->await_client();
    return stream;
  }

 private:
  Context context_;
};

}  // namespace

std::unique_ptr<net::Stream> connect_stream(std::unique_ptr<net::Socket> socket, const TlsOptions& options,
                                            const std::string& host, net::Deadline deadline) {
  const Context context = client_context(options);
  auto stream = std::make_unique<TlsStream>(std::move(socket), context.get());
  stream->expect(host);
  stream->shake_hands(host, deadline);
  return stream;
}

std::unique_ptr<Acceptor> make_acceptor(const std::string& cert, const std::string& key) {
  return std::make_unique<TlsAcceptor>(cert, key);
}

}  // namespace objectos::tls
