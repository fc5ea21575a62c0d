#include "wrapper.hpp"

#include <cstring>

#include "app.hpp"
#include "exit_status.hpp"
#include "language.hpp"
#include "objectos/clock.hpp"
#include "parse.hpp"

namespace objectos::cli {
namespace {

std::string name_of(const Command& command) {
  for (const Group& group : groups()) {
    if (&command >= group.commands.data() && &command < group.commands.data() + group.commands.size())
      return full_name(group, command);
  }
  return command.name;
}

}  // namespace

int wrapper_failure(Call& call, int status, const Error& error) {
  Language language(call.session.lang);
  print_error(report_text(error.at(name_of(call.command)), call.session.json, language));
  return status;
}

std::optional<int> exec_failure(Call& call, Child& child, const std::string& command) {
  if (child.exec_error() == 0) return std::nullopt;
  std::optional<int> status;
  while (!status) status = child.wait();
  return wrapper_failure(call, *status,
                         Error(Errc::usage, Message("wrapper.exec", "cannot be run: {{reason}}",
                                                    {{"reason", std::strerror(child.exec_error())}}))
                             .at(command));
}

std::optional<Steady::time_point> time_limit(const Call& call) {
  const auto limit = call.duration("--timeout");
  return limit && limit->count() > 0 ? std::optional(deadline_after(*limit, call.session.begin))
                                     : std::nullopt;
}

std::string joined(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace objectos::cli
