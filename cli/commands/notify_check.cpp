// notify test, notify verify.
#include "commands/notify.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "objectos/webhook_signature.hpp"

namespace objectos::cli::notify {
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
      is_signed_webhook(*sign, read_header_lines(read_input(*headers)), read_input("-"), Clock::system().now_ms());
  if (call.out.json()) call.out.line(is_good ? "{\"valid\":true}" : "{\"valid\":false}");
  return is_good ? exit_status::ok : exit_status::no;
}

}  // namespace objectos::cli::notify
