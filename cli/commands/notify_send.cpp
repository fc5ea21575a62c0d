// notify send, notify sendmail.
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "commands/notify.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "objectos/json.hpp"
#include "objectos/mail.hpp"

namespace objectos::cli::notify {
namespace {

// ---- the message, as the words say it

std::string option(const Call& call, std::string_view name) {
  const std::string* value = call.args.find(name);
  return value ? *value : std::string();
}

/// A value, or for - the whole of standard input.
std::string text_option(const Call& call, const char* name) {
  const std::string* value = call.args.find(name);
  if (!value) return {};
  if (*value != "-") return *value;
  call.check_input(*value, name);
  return read_input("-");
}

std::string file_option(const Call& call, const char* name) {
  const std::string* path = call.args.find(name);
  if (!path) return {};
  call.check_input(*path, name);
  return read_input(*path);
}

std::string body_of(const Call& call) {
  if (call.args.has("--body") && call.args.has("--body-file"))
    usage("--body-file", Message("notify.two_bodies", "--body gives the text already"));
  const bool has_text = call.args.has("--body") || call.args.has("--body-file");
  if (has_text && call.args.has("--data") && !call.args.has("--template"))
    usage("--data", Message("notify.two_bodies", "--body gives the text already"));
  if (call.args.has("--body-file")) return file_option(call, "--body-file");
  if (call.args.has("--body")) return text_option(call, "--body");
  if (call.args.has("--template")) return {};
  return data_option(call).json;
}

std::pair<std::string, std::string> header_of(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == text.npos || colon == 0)
    usage("--header", Message("notify.header_form", "a header is written NAME: VALUE"));
  auto begin = std::min(text.find_first_not_of(" \t", colon + 1), text.size());
  return {text.substr(0, colon), text.substr(begin)};
}

/// An attachment that the HTML names as `cid:NAME` is an image within it.
NotificationFile file_of(const std::string& path, std::string_view html) {
  NotificationFile file;
  file.name = path.substr(path.rfind('/') + 1);
  file.bytes = read_input(path);
  if (!file.name.empty() && html.find("cid:" + file.name) != html.npos) file.content_id = file.name;
  return file;
}

std::optional<std::int64_t> time_option(const Call& call) {
  const std::string* text = call.args.find("--at");
  if (!text) return std::nullopt;
  try {
    return parse_time(*text);
  } catch (const Error& error) {
    throw error.at("--at");
  }
}

/// The template's data is --data then, and no body.
void fill_by_template(const Call& call, NotificationMessage& message) {
  const std::string* name = call.args.find("--template");
  if (!name) {
    for (const char* other : {"--locale", "--strict"}) {
      if (call.args.has(other))
        usage(other, Message("notify.no_template", "it is for --template, which is not given"));
    }
    return;
  }
  TemplateUse use{*name, data_option(call).json, option(call, "--locale"), call.args.has("--strict")};
  if (use.data.empty()) use.data = "{}";
  call.session.notification().render_template(use, message);
}

NotificationMessage message_of(const Call& call) {
  NotificationMessage message;
  message.channel = option(call, "--channel");
  message.to = values_of(call, "--to");
  for (const std::string& to : message.to) refuse_password("--to", to);
  message.cc = values_of(call, "--cc");
  message.bcc = values_of(call, "--bcc");
  message.subject = option(call, "--subject");
  message.body = body_of(call);
  message.html = file_option(call, "--html");
  message.reply_to = option(call, "--reply-to");
  message.from = option(call, "--from");
  for (const std::string& text : values_of(call, "--header")) message.headers.push_back(header_of(text));
  message.method = option(call, "--method");
  message.auth = option(call, "--auth");
  message.sign = option(call, "--sign");
  for (const std::string& path : values_of(call, "--attach"))
    message.files.push_back(file_of(path, message.html));
  message.idempotency_key = option(call, "--idempotency-key");
  message.at = time_option(call);
  if (message.to.empty() && message.cc.empty() && message.bcc.empty())
    throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "--to"}}));
  if (message.channel.empty() && !message.to.empty() && !message.to[0].starts_with('@'))
    throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "--channel"}}));
  fill_by_template(call, message);
  return message;
}

SendMode mode_of(const Call& call) {
  if (call.args.has("--now") && call.args.has("--queue"))
    usage("--now", Message("notify.two_modes", "--now and --queue exclude each other"));
  return call.args.has("--now")     ? SendMode::now
         : call.args.has("--queue") ? SendMode::only_queue
                                    : SendMode::try_once;
}

// ---- what came of it

bool has_failed(const Delivery& delivery) {
  return delivery.state == DeliveryState::dead || delivery.state == DeliveryState::unknown;
}
bool may_pass(const Delivery& delivery) {
  return delivery.kind == DeliveryClass::transient || delivery.kind == DeliveryClass::ambiguous;
}

Message failure(const Delivery& delivery) {
  return Message("notify.not_delivered", "{{to}}: not delivered: {{reason}}",
                 {{"to", shown_recipient(delivery)}, {"reason", delivery.error}});
}

/// Our own set-up is at fault: 5, and the message stays queued unless it was to be tried but once.
int tell_config(const Call& call, const Delivery& delivery) {
  const Message hint = has_failed(delivery)
                           ? Message()
                           : Message("notify.config_hint",
                                     "it stays queued: mend that, then objectos notify queue retry {{id}}",
                                     {{"id", delivery.id}});
  return fail(call, Error(Errc::denied, failure(delivery), hint));
}

/// Nobody got it: 4 if it may be that only the moment was wrong, else 1.
int tell_all_failed(const Call& call, const std::vector<Delivery>& all) {
  if (std::all_of(all.begin(), all.end(), may_pass))
    return fail(call, Error(Errc::unavailable, failure(all[0])));
  tell(call, failure(all[0]));
  return exit_status::no;
}

void tell_left(const Call& call, const Delivery& delivery) {
  if (delivery.attempts == 0) {
    tell(call, Message("notify.paused", "{{to}}: left in the queue, not tried: until {{time}} nothing goes to {{destination}}, since {{reason}}",
                       {{"to", shown_recipient(delivery)},
                        {"time", format_time(delivery.next_attempt_at)},
                        {"destination", delivery.destination},
                        {"reason", delivery.error}}));
    return;
  }
  tell(call,
       Message("notify.left", "{{to}}: left in the queue: {{reason}}",
               {{"to", shown_recipient(delivery)}, {"reason", delivery.error}}),
       Message("notify.left_hint", "objectos notify flush tries again, from {{time}} on",
               {{"time", format_time(delivery.next_attempt_at)}}));
}

/// Says on stderr what the exit status says, and why: a line for each recipient that has no message yet, but not for hundreds.
int verdict(const Call& call, const std::vector<Delivery>& all) {
  const auto is_config = [](const Delivery& delivery) { return delivery.kind == DeliveryClass::config; };
  const auto is_left = [](const Delivery& delivery) { return !is_final(delivery.state) && !delivery.error.empty(); };
  const auto config = std::find_if(all.begin(), all.end(), is_config);
  if (config != all.end()) return tell_config(call, *config);
  std::size_t lines_left = 20;
  for (const Delivery& delivery : all) {
    if (is_left(delivery) && lines_left > 0 && lines_left--) tell_left(call, delivery);
  }
  const auto failed = std::find_if(all.begin(), all.end(), has_failed);
  if (failed == all.end()) return exit_status::ok;
  const bool is_partial = !std::all_of(all.begin(), all.end(), has_failed);
  for (auto other = failed + 1; other != all.end() && lines_left > 0; ++other) {
    if (has_failed(*other) && lines_left--) tell(call, failure(*other));
  }
  return is_partial ? fail(call, Error(Errc::partial, failure(*failed))) : tell_all_failed(call, all);
}

void print_results(Call& call, const std::vector<Delivery>& all) {
  if (!call.out.json()) return;
  std::string line = "{\"results\":[";
  for (const Delivery& delivery : all) line += (&delivery == &all[0] ? "" : ",") + delivery_json(delivery);
  call.out.line(line + "]}");
}

int print_preview(Call& call, const NotificationMessage& message) {
  std::vector<std::string> all = call.session.notification().preview(message);
  if (call.out.json()) {
    std::string line = "[";
    for (const std::string& text : all) line += (line.size() > 1 ? "," : "") + json::quoted(text);
    call.out.line(line + "]");
    return exit_status::ok;
  }
  for (const std::string& text : all) {
    const bool is_terminal = call.session.console.stdout_is_terminal();
    call.out.write(is_terminal ? printable(text, true) : text);
    if (is_terminal || all.size() > 1) call.out.line("");
  }
  return exit_status::ok;
}

/// Mapping libcurl and what it brings along is most of what `send` takes: it begins before anything else, in
/// a thread of its own. Nobody waits for that thread; what goes wrong there goes wrong again where it can be
/// said.
void load_ahead(const Call& call, SendMode mode) {
  const bool may_need_it = option(call, "--channel") != "inbox";
  if (mode == SendMode::only_queue || call.args.has("--dry-run") || call.session.in_batch || !may_need_it)
    return;
  std::thread([] {
    try {
      open_http_client();
    } catch (const std::exception&) {
    }
  }).detach();
}

}  // namespace

int send(Call& call) {
  const SendMode mode = mode_of(call);
  load_ahead(call, mode);
  const NotificationMessage message = message_of(call);
  if (call.args.has("--dry-run")) return print_preview(call, message);
  const std::vector<Delivery> all = call.session.notification().send(message, mode);
  if (!call.session.in_batch) call.session.close_notification();
  print_results(call, all);
  return verdict(call, all);
}

namespace {

/// Of a bare name, such as the root that cron writes to: the domain of our mail.
std::string local_domain(const NotificationMessage& message, const Config& config) {
  const bool names_domain = message.from.find('@') != std::string::npos;
  const std::string from = names_domain ? message.from : config.string("notification.email.from");
  return from.find('@') == from.npos ? std::string() : MailAddress::parse(from).domain;
}

}  // namespace

int sendmail(Call& call) {
  call.check_input("-", "sendmail");
  NotificationMessage message;
  message.channel = "email";
  message.raw = read_input("-");
  message.to = call.args.positionals;
  if (const std::string* from = call.args.find("--from")) message.from = *from;
  if (call.args.has("--read-recipients")) {
    for (const MailAddress& address : MailText::read(message.raw).recipients(local_domain(message, call.session.config())))
      message.to.push_back(address.address());
  }
  if (message.to.empty()) {
    throw Error(Errc::usage, Message("notify.no_recipient", "the message has no recipient"),
                Message("notify.sendmail_hint", "name them, or read them from the message with -t"));
  }
  if (message.raw.empty()) usage("-", Message("notify.no_mail", "there is no message on standard input"));
  const std::vector<Delivery> all = call.session.notification().send(message, SendMode::only_queue);
  print_results(call, all);
  return exit_status::ok;
}

}  // namespace objectos::cli::notify
