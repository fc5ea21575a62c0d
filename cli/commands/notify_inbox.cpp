// notify inbox: messages that stay in the program.
#include "commands/notify.hpp"
#include "exit_status.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::notify {
namespace {

/// A member of the message's JSON, a string, as JSON text; `""` if it is not there.
std::string member_of(const std::string& content, std::string_view name) {
  std::string scratch;
  std::string_view key;
  json::Reader reader(content, {"message", 1});
  for (reader.begin_object(); reader.next_key(key, scratch);) {
    const bool is_it = key == name;
    const std::string_view value = reader.value();
    if (is_it) return std::string(value);
  }
  return "\"\"";
}

std::string unquoted(const std::string& json) {
  std::string text;
  json::append_unquoted(text, json);
  return text;
}

}  // namespace

int inbox_list(Call& call) {
  Notification& service = call.session.notification();
  const DeliveryRange range{.state = {}, .channel = "inbox", .to = call.args.positionals[0], .after = {}};
  std::vector<Delivery> all;
  service.queue().list(range, [&](const Delivery& delivery) {
    if (delivery.read_at == 0 || !call.args.has("--unread")) all.push_back(delivery);
    return true;
  });
  for (const Delivery& delivery : all) {
    const std::string content = service.content(delivery.message).value_or("{}");
    const std::string subject = member_of(content, "subject"), body = member_of(content, "body");
    if (call.out.json()) {
      call.out.line("{\"id\":" + json::quoted(delivery.id) + ",\"subject\":" + subject + ",\"body\":" + body +
                    ",\"created_at\":" + json::quoted(format_time(delivery.created_at)) + ",\"read_at\":" +
                    (delivery.read_at == 0 ? "null" : json::quoted(format_time(delivery.read_at))) + "}");
    } else {
      call.out.line(delivery.id + "\t" + format_time(delivery.created_at) + "\t" +
                    (delivery.read_at == 0 ? "new" : "read") + "\t" + printable(unquoted(subject), false) +
                    "\t" + printable(unquoted(body), false));
    }
  }
  return exit_status::ok;
}

int inbox_read(Call& call) {
  std::size_t count = 0;
  for (const std::string& id : call.args.positionals)
    count += call.session.notification().queue().mark_read(id) ? 1 : 0;
  if (call.out.json()) call.out.line("{\"read\":" + std::to_string(count) + "}");
  return count == call.args.positionals.size() ? exit_status::ok : exit_status::no;
}

}  // namespace objectos::cli::notify
