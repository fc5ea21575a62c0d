#include "call.hpp"
#include "commands/tables.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "objectos/sessions.hpp"

namespace objectos::cli {
namespace {

using UserSession = objectos::Session;  // cli::Session is the process' own

Sessions sessions(Call& call) {
  return Sessions(call.session.storage(), {.scope = call.scope()});
}

/// Programs may have what they read in the cache: it is forgotten there, and nothing is kept, for that would
/// make it live longer.
Sessions sessions_to_change(Call& call) {
  Sessions all = sessions(call);
  all.use(call.session.cache(), Millis(1));
  return all;
}

/// A word, or for - the whole of standard input.
std::string word_or_input(const Call& call, const std::string& word, const char* name) {
  if (word != "-") return word;
  call.check_input(word, name);
  return read_input("-");
}

/// ID, which - keeps off the command line, where every user can see it.
std::string id_argument(const Call& call) {
  std::string id = word_or_input(call, call.args.positionals[0], "ID");
  while (id.ends_with('\n') || id.ends_with('\r')) id.pop_back();
  return id;
}

Value data_argument(const Call& call, const std::string& word, const char* name) {
  return Value::json(word_or_input(call, word, name), {"data", 1});
}

std::string session_json(const UserSession& session) {
  return "{\"id\":" + json::quoted(session.id) + ",\"user\":" + json::quoted(session.user) +
         ",\"data\":" + session.data.to_json() +
         ",\"created_at\":" + json::quoted(format_time(session.created_at)) +
         ",\"last_access\":" + json::quoted(format_time(session.last_access)) + '}';
}

int create(Call& call) {
  const std::string* data = call.args.find("--data");
  const Value value = data ? data_argument(call, *data, "--data") : Value::json("{}");
  const UserSession session = sessions(call).create(call.args.positionals[0], value, call.duration("--ttl"));
  call.out.line(call.out.json() ? session_json(session) : session.id);
  return exit_status::ok;
}

int get(Call& call) {
  const auto session = sessions(call).get(id_argument(call));
  if (!session) {
    if (call.out.json()) call.out.line("null");
    return exit_status::no;
  }
  if (call.out.json()) {
    call.out.line(session_json(*session));
  } else {
    call.out.line("user\t" + call.shown(session->user));
    call.out.line("created_at\t" + format_time(session->created_at));
    call.out.line("last_access\t" + format_time(session->last_access));
    call.out.line("data\t" + call.shown(session->data.to_json()));
  }
  return exit_status::ok;
}

int set(Call& call) {
  if (call.args.positionals[0] == "-" && call.args.positionals[1] == "-") {
    throw Error(Errc::usage,
                Message("session.two_inputs", "ID and DATA cannot both come from standard input"));
  }
  const std::string id = id_argument(call);
  const bool is_set = sessions_to_change(call).set(id, data_argument(call, call.args.positionals[1], "DATA"));
  if (call.out.json()) call.out.line(is_set ? "{\"set\":true}" : "{\"set\":false}");
  return is_set ? exit_status::ok : exit_status::no;
}

int destroy(Call& call) {
  const bool was_there = sessions_to_change(call).destroy(id_argument(call));
  if (call.out.json()) call.out.line(was_there ? "{\"destroyed\":1}" : "{\"destroyed\":0}");
  return exit_status::ok;
}

int list(Call& call) {
  const auto show = [&call](const UserSession& session) {
    call.out.line(call.out.json() ? session_json(session)
                                  : session.id + '\t' + format_time(session.last_access) + '\t' +
                                        call.shown(session.user));
    return true;
  };
  const std::string* user = call.args.find("--user");
  if (!user) {
    sessions(call).each(show);
  } else {
    for (const UserSession& session : sessions(call).list(*user)) show(session);
  }
  return exit_status::ok;
}

int revoke(Call& call) {
  const std::string* user = call.args.find("--user");
  if (!user) throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "--user"}}));
  const std::size_t revoked = sessions_to_change(call).revoke(*user);
  if (call.out.json()) call.out.line("{\"revoked\":" + std::to_string(revoked) + "}");
  return exit_status::ok;
}

// ---- the table ----------------------------------------------------------------------------------------

constexpr Option scope{"--scope", 0, "NAME",
                       "work inside the scope NAME: its sessions are apart from others"};
constexpr Option scope_only[] = {scope};
constexpr Positional id{"ID", Arity::one, "the session; -: from standard input, where no other user sees it"};
constexpr Positional id_word[] = {id};

constexpr Positional create_words[] = {{"USER", Arity::one, "whose session it is"}};
constexpr Option create_options[] = {
    scope,
    {"--data", 0, "JSON", "what the session holds (default: {}); -: from standard input"},
    {"--ttl", 0, "DURATION", "how long it lives without being used (default: 24h)"}};
constexpr Example create_examples[] = {{"objectos session create alice", "begin a session and print its id"},
                                       {"objectos session create alice --data '{\"cart\":[]}' --ttl 30m",
                                        "with data, for half an hour after the last use"}};
constexpr Example get_examples[] = {
    {"objectos session create alice | objectos session get -", "print a session, whose time begins anew"},
    {"objectos session create alice | objectos session get - --json", "print it as JSON"}};
constexpr Positional set_words[] = {id, {"DATA", Arity::one, "JSON; -: from standard input"}};
constexpr Example set_examples[] = {
    {"objectos session create alice | objectos session set - '{\"cart\":[7]}'",
     "replace what a session holds"}};
constexpr Example destroy_examples[] = {
    {"objectos session create alice | objectos session destroy -", "end a session"}};
constexpr Option list_options[] = {scope, {"--user", 'u', "USER", "only sessions of this user"}};
constexpr Example list_examples[] = {{"objectos session list --user alice", "list a user's sessions"}};
constexpr Option revoke_options[] = {scope, {"--user", 'u', "USER", "whose sessions end"}};
constexpr Example revoke_examples[] = {{"objectos session revoke --user alice", "log a user out everywhere"}};

constexpr Command commands[] = {
    {"create", "begin a session",
     "Prints the id of a new session: 160 random bits as hexadecimal digits. It is a secret. A session lives "
     "for its TTL "
     "after each use.",
     create_words, create_options, create_examples, nullptr, create, Touches::writes},
    {"get", "print a session",
     "Prints user, times and data, and lets the session live its whole TTL again. What has not the form of "
     "an id is a "
     "usage error.",
     id_word, scope_only, get_examples, "there is no such session, or it has ended", get, Touches::writes},
    {"set", "replace a session's data", "Replaces the data, and counts as a use.", set_words, scope_only,
     set_examples, "there is no such session, or it has ended", set, Touches::writes},
    {"destroy", "end a session", "Ends a session at once; one that is not there is no error.", id_word,
     scope_only, destroy_examples, nullptr, destroy, Touches::writes},
    {"list",
     "list sessions",
     "Lists id, last use and user. With --user only that user's sessions are read, however many there are. "
     "Is no use of "
     "them.",
     {},
     list_options,
     list_examples,
     nullptr,
     list,
     Touches::reads,
     true},
    {"revoke",
     "end all sessions of a user",
     "Ends every session that the user has.",
     {},
     revoke_options,
     revoke_examples,
     nullptr,
     revoke,
     Touches::writes},
};

}  // namespace

const Group session_group{"session", "sessions of users that end when they are not used",
                          "Keeps what a program knows of a user who is logged in, under an id that cannot be "
                          "guessed. Each use lets the session "
                          "live its TTL again. Sessions live in the store, in the scope sessions.",
                          commands};

}  // namespace objectos::cli
