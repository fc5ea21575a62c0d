// objectos serve: the services over HTTP.
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "call.hpp"
#include "commands/alert_messages.hpp"
#include "commands/tables.hpp"
#include "exit_status.hpp"
#include "objectos/http_server.hpp"
#include "objectos/i18n.hpp"
#include "objectos/json.hpp"
#include "objectos/kernel.hpp"
#include "objectos/log.hpp"
#include "objectos/secret.hpp"
#include "stop_signals.hpp"

namespace objectos::cli {
namespace {

/// Requests under way when the program is told to end have so long.
constexpr Millis grace{10'000};
constexpr Millis alert_interval{15'000};
constexpr Millis flush_interval{1'000};
constexpr Millis health_interval{30'000};

// ---- what is served

/// With plugins the services are those of the kernel that they run in.
std::unique_ptr<ObjectOS> start_plugins(const Config& config) {
  if (!config.is_set("plugins")) return nullptr;
  auto os = std::make_unique<ObjectOS>(config);
  os->register_plugin(std::make_unique<StoragePlugin>());
  os->register_plugin(std::make_unique<CachePlugin>());
  os->register_plugin(std::make_unique<MetricsPlugin>());
  os->register_plugin(std::make_unique<I18nPlugin>());
  os->register_plugin(std::make_unique<NotificationPlugin>());
  os->load_configured_plugins();
  os->start();
  return os;
}

HttpServices services_of(const ObjectOS& os) {
  HttpServices services;
  services.storage = os.get_service<Storage>(Storage::service_name);
  services.cache = os.get_service<Cache>(Cache::service_name);
  services.metrics = os.get_service<Metrics>(Metrics::service_name);
  services.i18n = os.get_service<I18n>(I18n::service_name);
  services.notification = os.get_service<Notification>(Notification::service_name);
  return services;
}

HttpServices open_services(const Config& config) {
  HttpServices services;
  services.storage = open_storage(config);
  services.cache = open_cache(config);
  services.metrics = open_metrics(config);
  services.i18n = open_i18n(config);
  services.notification = open_notification(config);
  services.notification->count_in(services.metrics);
  services.notification->use_templates(
      notification_templates(config, [i18n = services.i18n] { return i18n; }));
  return services;
}

// ---- options

/// HOST:PORT, [HOST]:PORT, :PORT for all addresses, or PORT alone.
void read_listen(const std::string& text, HttpServerOptions& options) {
  const std::size_t colon = text.rfind(':');
  const std::string port = text.substr(colon == text.npos ? 0 : colon + 1);
  if (colon != text.npos) options.host = colon == 0 ? "0.0.0.0" : text.substr(0, colon);
  if (options.host.size() > 2 && options.host.front() == '[' && options.host.back() == ']')
    options.host = options.host.substr(1, options.host.size() - 2);
  else if (options.host.find(':') != std::string::npos)
    options.host.clear();  // ::1:80
  const char* end = port.data() + port.size();
  const auto parsed = std::from_chars(port.data(), end, options.port);
  const bool is_port =
      parsed.ec == std::errc() && parsed.ptr == end && options.port >= 0 && options.port <= 65'535;
  if (is_port && !options.host.empty()) return;
  throw Error(Errc::usage,
              Message("serve.address",
                      "\"{{text}}\" is not an address and a port, such as 127.0.0.1:9464 or [::1]:9464",
                      {{"text", text}}))
      .at("--listen");
}

std::string token_option(const std::string& text) {
  if (!is_value_name(text)) {
    throw Error(Errc::usage, Message("serve.token", "a token on the command line can be read by everybody"),
                Message("serve.token_hint", "name it: env:NAME, file:PATH or cmd:COMMAND"))
        .at("--token");
  }
  try {
    return read_secret(text);
  } catch (const Error& error) {
    throw error.at("--token");
  }
}

HttpServerOptions options_of(const Call& call) {
  HttpServerOptions options;
  if (const std::string* listen = call.args.find("--listen")) read_listen(*listen, options);
  if (const std::string* token = call.args.find("--token")) options.token = token_option(*token);
  const std::string* cert = call.args.find("--tls-cert");
  const std::string* key = call.args.find("--tls-key");
  if ((cert == nullptr) != (key == nullptr)) {
    throw Error(Errc::usage, Message("serve.tls_pair", "a certificate and its key go together"))
        .at(cert ? "--tls-cert" : "--tls-key");
  }
  if (cert) options.tls_cert = *cert, options.tls_key = *key;
  return options;
}

// ---- what runs beside it

/// A task that is done again and again until it is destroyed. What goes wrong is logged: the next time may do
/// better.
class Repeated {
 public:
  Repeated(const char* name, Millis interval, std::function<void()> task)
      : name_(name), interval_(interval), task_(std::move(task)), thread_([this] { run(); }) {}
  ~Repeated() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    over_.notify_all();
    thread_.join();
  }
  Repeated(const Repeated&) = delete;
  Repeated& operator=(const Repeated&) = delete;

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!is_over_) {
      lock.unlock();
      try {
        task_();
      } catch (const std::exception& error) {
        Logger(name_).error(error.what());
      }
      lock.lock();
      over_.wait_for(lock, interval_, [this] { return is_over_; });
    }
  }

  const char* const name_;
  const Millis interval_;
  const std::function<void()> task_;
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  std::thread thread_;  // last: it uses the others
};

/// Each fault is logged once, not at every check.
class AlertLoop {
 public:
  AlertLoop(const std::shared_ptr<Metrics>& metrics, Notification& notification, const Config& config)
      : alerts_(metrics, alert_rules(config)), messages_(notification, alerts_.rules()) {}
  void check() {
    const Alerts::Result result =
        alerts_.check(Alerts::Way::notify, [this](std::span<const AlertNews> news) { messages_.send(news); });
    std::string faults;
    for (const Alerts::Fault& fault : result.faults) faults += fault.rule + ": " + fault.what.text() + "\n";
    if (faults == said_) return;
    for (const Alerts::Fault& fault : result.faults)
      Logger("alerts").error(fault.rule + ": " + fault.what.text());
    said_ = faults;
  }

 private:
  Alerts alerts_;
  AlertMessages messages_;
  std::string said_;
};

void flush_queue(Notification& service, const std::atomic<bool>& stop) {
  FlushOptions options;
  options.stop = &stop;
  for (const std::string& error : service.flush(options).errors) Logger("notification").warning(error);
}

int serve(Call& call) {
  const Config& config = call.session.config();
  const HttpServerOptions options = options_of(call);
  const StopSignals signals;
  const auto os = start_plugins(config);
  HttpServices services = os ? services_of(*os) : open_services(config);
  services.status = [&config] { return check_status(config, PluginCheck::skip); };  // they run already
  std::unique_ptr<AlertLoop> alerts;
  if (call.args.has("--alerts"))
    alerts = std::make_unique<AlertLoop>(services.metrics, *services.notification, config);
  const auto server = open_http_server(options, services);
  server->start();
  call.out.line(call.out.json() ? "{\"url\":" + json::quoted(server->url()) + "}" : server->url());
  call.out.flush();
  {
    // Else a store that is out of reach would be told to those only who ask for it.
    const Repeated health("http", health_interval, [&] { server->is_healthy(); });
    std::unique_ptr<Repeated> worker, checks;
    if (call.args.has("--worker"))
      worker = std::make_unique<Repeated>("notification", flush_interval,
                                          [&] { flush_queue(*services.notification, signals.flag()); });
    if (alerts) checks = std::make_unique<Repeated>("alerts", alert_interval, [&] { alerts->check(); });
    while (!signals.flag()) signals.wait(Millis(60'000));
    server->stop(grace);
  }
  return exit_status::ok;
}

constexpr Option serve_options[] = {
    {"--listen", 0, "ADDRESS",
     "address and port (default: 127.0.0.1:9464), or :PORT for all addresses; port 0: one that is free"},
    {"--token", 0, "SECRET", "what clients must send as a bearer token: env:NAME, file:PATH or cmd:COMMAND"},
    {"--tls-cert", 0, "FILE", "speak HTTPS with this certificate (PEM)", nullptr, Live::file},
    {"--tls-key", 0, "FILE", "the certificate's key (PEM)", nullptr, Live::file},
    {"--alerts", 0, nullptr, "check the alert rules every 15 seconds, and send what they say"},
    {"--worker", 0, nullptr, "deliver messages from the queue, as notify worker does"}};
constexpr Example serve_examples[] = {
    {"objectos serve", "serve metrics to a Prometheus on this machine, until it is told to end"},
    {"objectos serve --listen 0.0.0.0:9464 --token env:TOKEN",
     "serve other machines, which must know the token"},
    {"objectos serve --alerts --worker", "watch the alert rules, and deliver what is in the queue"}};
constexpr Command serve_command[] = {
    {"",
     "serve metrics, health and a REST API over HTTP",
     "Prints its URL when it is ready, and runs until SIGTERM, SIGINT or SIGHUP; what has been asked by then "
     "is still answered. Silent unless a service fails or comes back; -v also tells what was refused and "
     "why, "
     "-vv every request.\n\n"
     "GET /metrics is for Prometheus (text 0.0.4 or OpenMetrics 1.0, packed if the client can), GET /health, "
     "/health/ready and "
     "/health/live are for load balancers, GET / is a page for people that shows what status shows. Under "
     "/api/v1 are storage, cache, metrics, i18n and notifications; GET /api/v1/openapi.json describes "
     "them.\n\n"
     "Only this machine can reach it unless --listen names another address, which takes a --token. With a "
     "token, everything but health asks for it. Without one, every user of this machine can read and write "
     "what is stored here. Requests of pages of other sites are refused.\n\n"
     "Messages that are sent over HTTP are put into the queue: deliver them by --worker, or by notify flush. "
     "Webhooks among them reach no private addresses unless notification.webhook.allow_private says so.",
     {},
     serve_options,
     serve_examples,
     nullptr,
     serve,
     Touches::itself,
     false,
     false}};

}  // namespace

const Group serve_group{"serve", "metrics, health and a REST API over HTTP", "", serve_command};

}  // namespace objectos::cli
