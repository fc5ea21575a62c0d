#include "commands/lock.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "exit_status.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::lock {
namespace {

std::int64_t token_argument(const std::string& text) {
  std::int64_t token = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), token);
  if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) return token;
  throw Error(Errc::usage,
              Message("lock.token", "\"{{text}}\" is not a token such as acquire prints", {{"text", text}}));
}

void append_json(std::string& out, const Holding& holding) {
  out += "{\"name\":";
  json::append_string(out, holding.name);
  out += ",\"token\":" + std::to_string(holding.token) + ",\"holder\":{\"host\":";
  json::append_string(out, holding.holder.host);
  out += ",\"pid\":" + std::to_string(holding.holder.pid) + ",\"command\":";
  json::append_string(out, holding.holder.command);
  out += "},\"since\":" + json::quoted(format_time(holding.since)) +
         ",\"expires_at\":" + json::quoted(format_time(holding.expires_at)) + "}";
}

/// A token outlives this command: it belongs to the script that asked for it.
void name_caller(LockTerms& terms) {
  terms.pid = ::getppid();
  std::ifstream file("/proc/" + std::to_string(terms.pid) + "/cmdline");
  for (std::string word; std::getline(file, word, '\0') && terms.command.size() < 1000;)
    terms.command += (terms.command.empty() ? "" : " ") + word;
}

/// One line each: name, token, when the lease ends, who.
void print_lines(Call& call, const std::vector<Holding>& holdings) {
  std::size_t width = 0;
  for (const Holding& one : holdings) width = std::max(width, one.name.size());
  for (const Holding& one : holdings) {
    call.out.line(call.shown(one.name) + std::string(width - one.name.size(), ' ') + "  " +
                  std::to_string(one.token) + "  " + format_time(one.expires_at) + "  " +
                  call.shown(who(one)));
  }
}

int print_bool(Call& call, std::string_view name, bool yes) {
  if (call.out.json()) call.out.line("{\"" + std::string(name) + "\":" + (yes ? "true}" : "false}"));
  return yes ? exit_status::ok : exit_status::no;
}

}  // namespace

Lock locks(Call& call) {
  return open_lock(call.session.config(), call.session.storage(), call.scope());
}

LockTerms terms(const Call& call) {
  LockTerms terms{.command = {}};
  if (const auto ttl = call.duration("--ttl")) terms.ttl = *ttl;
  if (const auto wait = call.duration("--wait")) terms.wait = *wait;
  if (const auto slots = call.count("--slots"))
    terms.slots = static_cast<std::int64_t>(std::min<std::size_t>(*slots, max_lock_slots + 1));
  return terms;
}

/// What fits into a line, cut between characters.
std::string shortened(const std::string& command) {
  constexpr std::size_t most = 60;
  if (command.size() <= most) return command;
  std::size_t cut = most;
  while (cut > 0 && (static_cast<unsigned char>(command[cut]) & 0xC0) == 0x80) --cut;
  return command.substr(0, cut) + "...";
}

std::string who(const Holding& holding) {
  std::string text = "pid " + std::to_string(holding.holder.pid);
  if (!holding.holder.host.empty()) text += " on " + holding.holder.host;
  if (!holding.holder.command.empty()) text += ": " + shortened(holding.holder.command);
  return text;
}

int acquire(Call& call) {
  LockTerms wanted = terms(call);
  name_caller(wanted);
  const auto holding = locks(call).acquire(call.args.positionals[0], wanted);
  if (call.out.json()) {
    if (holding) append_json(call.out.buffer(), *holding);
    call.out.line(holding ? "" : "null");
  } else if (holding) {
    call.out.line(std::to_string(holding->token));
  }
  return holding ? exit_status::ok : exit_status::no;
}

int renew(Call& call) {
  const std::int64_t token = token_argument(call.args.positionals[1]);
  return print_bool(call, "renewed", locks(call).renew(call.args.positionals[0], token, terms(call).ttl));
}

int release(Call& call) {
  const std::int64_t token = token_argument(call.args.positionals[1]);
  return print_bool(call, "released", locks(call).release(call.args.positionals[0], token));
}

/// One object, as there is one holder in most locks; a list where there are several.
int info(Call& call) {
  const auto holdings = locks(call).info(call.args.positionals[0]);
  if (!call.out.json()) {
    print_lines(call, holdings);
  } else if (holdings.empty()) {
    call.out.line("null");
  } else {
    std::string& text = call.out.buffer();
    const bool several = holdings.size() > 1;
    for (const Holding& one : holdings) {
      if (several) text += &one == &holdings.front() ? "[" : ",";
      append_json(text, one);
    }
    call.out.line(several ? "]" : "");
  }
  return holdings.empty() ? exit_status::no : exit_status::ok;
}

int list(Call& call) {
  const auto holdings = locks(call).list(call.pattern(0));
  if (!call.out.json()) {
    print_lines(call, holdings);
    return exit_status::ok;
  }
  for (const Holding& one : holdings) {
    append_json(call.out.buffer(), one);
    call.out.line("");
  }
  return exit_status::ok;
}

}  // namespace objectos::cli::lock
