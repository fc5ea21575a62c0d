// objectos status: one screen for an operator.
#include "objectos/status.hpp"

#include <algorithm>

#include "call.hpp"
#include "commands/tables.hpp"
#include "exit_status.hpp"
#include "language.hpp"

namespace objectos::cli {
namespace {

/// What a health looks like: a mark that can be told without colour.
std::string mark(const Console& console, Health health) {
  switch (health) {
    case Health::healthy: return "ok  ";
    case Health::degraded: return console.yellow("warn");
    default: return console.red("FAIL");
  }
}

void print_screen(Call& call, const StatusReport& report) {
  const Console& console = call.session.console;
  Language language(call.session.lang);
  std::size_t width = 0;
  for (const StatusCheck& check : report.checks) width = std::max(width, check.name.size());
  for (const StatusCheck& check : report.checks) {
    const std::string name = check.name + std::string(width - check.name.size(), ' ');
    call.out.line(mark(console, check.health) + "  " + name + "  " +
                  printable(language.text(check.message), false));
    if (!check.fix.empty())
      call.out.line(std::string(width + 8, ' ') + console.bold(printable(check.fix, false)));
  }
}

int status(Call& call) {
  const StatusReport report = check_status(call.session.config());
  if (call.out.json()) {
    append_status_json(call.out.buffer(), report);
    call.out.line("");
  } else {
    print_screen(call, report);
  }
  return report.health() == Health::healthy ? exit_status::ok : exit_status::no;
}

constexpr Example status_examples[] = {
    {"objectos status", "see whether everything works, and what to do if not"},
    {"objectos status --json | jq -r '.checks[].fix // empty'",
     "print the commands that mend what was found"}};
constexpr Command status_command[] = {
    {"",
     "show whether everything works, and what to do if not",
     "Looks at the state directory and at each service: whether its backend can be reached, how much is in "
     "it, what waits in it, which alerts fire; whether translations can be read and plugins be loaded, and "
     "whether the disk has room. Changes nothing. Below what is not as it should be stands the command that "
     "mends "
     "it, or where to look first.",
     {},
     {},
     status_examples,
     "something is degraded or does not work",
     status}};

}  // namespace

const Group status_group{"status", "whether everything works, and what to do if not", "", status_command};

}  // namespace objectos::cli
