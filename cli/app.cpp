#include "app.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <new>

#include "exit_status.hpp"
#include "help.hpp"
#include "objectos/library.hpp"
#include "objectos/log.hpp"
#include "parse.hpp"
#include "version.hpp"

namespace objectos::cli {
namespace {

// What the alarm's handler writes: ready before the alarm is set, because a handler may not allocate.
std::string timeout_report;

void on_timeout(int) {
  [[maybe_unused]] const ssize_t ignored =
      ::write(STDERR_FILENO, timeout_report.data(), timeout_report.size());
  ::_exit(exit_status::of(Errc::unavailable));
}

/// --timeout: everything that is committed stays, everything else never happened; so the process may just
/// end. A script that began again would queue a second message.
void set_timeout(Millis timeout, const Request& request, bool json, Language& language) {
  const bool has_queue = std::string_view(request.group->name) == "notify";
  const Message hint =
      has_queue ? Message("cli.timeout_hint", "what is queued stays queued, see objectos notify queue list")
                : Message();
  const Error error =
      Error(Errc::unavailable,
            Message("cli.timeout", "not done within {{time}}", {{"time", format_duration(timeout)}}), hint)
          .at(full_name(*request.group, *request.command));
  timeout_report = report_text(error, json, language);
  struct sigaction action {};
  action.sa_handler = on_timeout;
  ::sigaction(SIGALRM, &action, nullptr);
  const itimerval timer{{0, 0}, {timeout.count() / 1000, timeout.count() % 1000 * 1000}};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

int run_command(const Request& request, const Args& args, Session& session, Output& out, Language& language) {
  const std::string* timeout = request.command->wraps ? nullptr : args.find("--timeout");  // wrappers see to it
  if (timeout) {
    try {
      const Millis limit = parse_duration(*timeout);
      if (limit.count() > 0) set_timeout(limit, request, session.json, language);
    } catch (const Error& error) {
      throw error.at("--timeout");
    }
  }
  Call call(*request.command, args, session, out);
  const int status = invoke(*request.group, call);
  out.flush();
  return status;
}

/// `objectos help storage get` is `objectos storage get --help`.
std::vector<std::string> help_as_option(std::vector<std::string> words) {
  if (!words.empty() && words[0] == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  return words;
}

int dispatch(const std::vector<std::string>& words, Session& session, Language& language, bool& wraps) {
  Output out(STDOUT_FILENO);
  const Request request = find_command(words);
  wraps = request.command && request.command->wraps;
  const Args args =
      request.command ? parse(*request.group, *request.command, request.words) : parse_globals(request.words);
  session.apply(args);
  out.set_json(session.json);
  if (session.json && session.console.stdout_is_terminal()) out.protect_terminal();
  if (args.has("--version")) {
    print_version(out);
    out.flush();
    return exit_status::ok;
  }
  if (args.has("-h") || args.has("--help")) {
    out.write(help(request.group, request.command, args.has("--help"), session.console, language));
    out.flush();
    return exit_status::ok;
  }
  if (!request.command) {
    std::string name = request.group ? request.group->name : "";
    if (!request.topic.empty()) name += " " + request.topic;
    if (!name.empty()) name += ": ";
    if (!session.json) print_error(help(request.group, nullptr, false, session.console, language));
    throw Error(Errc::usage, Message("cli.no_command", "{{group}}a command is missing", {{"group", name}}));
  }
  return run_command(request, args, session, out, language);
}

}  // namespace

int invoke(const Group& group, Call& call) {
  try {
    return call.command.run(call);
  } catch (const Error& error) {
    throw in_command(error, group, call.command);
  }
}

std::string error_json(const Error& error) {
  std::string out = "{\"code\":\"" + std::string(errc_name(error.code())) + "\",\"message\":";
  json::append_string(out, printable(redact(error.what()), false));
  if (!error.hint().empty()) {
    out += ",\"hint\":";
    json::append_string(out, printable(error.hint().text(), false));
  }
  return out + "}";
}

std::string report_text(const Error& error, bool as_json, Language& language) {
  if (as_json) return "{\"error\":" + error_json(error) + "}\n";
  std::string text =
      "objectos: " + printable(redact(error.place() + language.text(error.message())), false) + "\n";
  if (!error.hint().empty()) text += "objectos: " + printable(language.text(error.hint()), false) + "\n";
  return text;
}

int run(const std::vector<std::string>& words) {
  // A write to a closed pipe is an error code here, not a signal: the exit status is 141 for every parent.
  std::signal(SIGPIPE, SIG_IGN);
  prepare_process();
  Session session;
  Args early = parse_globals(words);
  const std::string* tag = early.find("--lang");
  Language language(tag ? *tag : std::string());
  const bool as_json = early.has("--json");
  bool wraps = false;
  const auto fail = [&](const Error& error) {
    print_error(report_text(error, as_json, language));
    return wraps ? exit_status::wrapper_failed : exit_status::of(error.code());
  };
  try {
    return dispatch(help_as_option(words), session, language, wraps);
  } catch (const Error& error) {
    return fail(error);
  } catch (const std::bad_alloc&) {
    return fail(Error(Errc::unavailable, Message("cli.no_memory", "out of memory")));
  } catch (const std::exception& error) {
    return fail(Error(Errc::internal,
                      Message("cli.internal", "this is a bug in objectos: {{reason}}", {{"reason", error.what()}})));
  }
}

}  // namespace objectos::cli
