// notify test, notify verify.
#include "commands/notify.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "objectos/webhook_signature.hpp"

namespace objectos::cli::notify {
namespace {

/// `Name: value` lines, as curl -D or a CGI writes them; a status line in front is passed over.
std::vector<HttpHeader> headers_of(std::string_view text) {
  std::vector<HttpHeader> headers;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto colon = line.find(':');
    if (colon == line.npos) continue;
    std::string name(line.substr(0, colon));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const auto begin = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
    headers.emplace_back(std::move(name), line.substr(begin));
  }
  return headers;
}

}  // namespace

int test(Call& call) {
  Channel& channel = call.session.notification().channel(call.args.positionals[0]);
  channel.test();
  NotificationQueue& queue = call.session.notification().queue();
  // The set-up works: nothing need wait any longer.
  for (const DestinationPause& pause : queue.pauses()) {
    if (pause.is_config && pause.destination == channel.destination({}, {}))
      queue.pause({pause.destination, 0, true, {}});
  }
  if (call.out.json()) call.out.line("{\"ok\":true}");
  return exit_status::ok;
}

int verify(Call& call) {
  const std::string* sign = call.args.find("--sign");
  const std::string* headers = call.args.find("--headers");
  for (const auto& [name, value] : {std::pair("--sign", sign), std::pair("--headers", headers)}) {
    if (!value) throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", name}}));
  }
  call.check_input(*headers, "--headers");
  call.check_input("-", "BODY");
  if (*headers == "-") usage("--headers", Message("notify.verify_input", "standard input is the body"));
  const bool is_good =
      is_signed_webhook(*sign, headers_of(read_input(*headers)), read_input("-"), Clock::system().now_ms());
  if (call.out.json()) call.out.line(is_good ? "{\"valid\":true}" : "{\"valid\":false}");
  return is_good ? exit_status::ok : exit_status::no;
}

}  // namespace objectos::cli::notify
