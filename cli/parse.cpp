#include "parse.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstring>
#include <iterator>

#include "objectos/error.hpp"

namespace objectos::cli {
namespace {

/// The table's row for a word that begins with `-`; `inline_value` is set for `--name=value`.
const Option* find_option(std::span<const Option> table, const std::string& word) {
  const std::string_view name = std::string_view(word).substr(0, word.find('='));
  for (const Option& option : table) {
    if (name == option.name) return &option;
    if (word.size() == 2 && word[0] == '-' && option.letter == word[1]) return &option;
  }
  return nullptr;
}

const Option* find_option(const Command& command, const std::string& word) {
  const Option* found = find_option(command.options, word);
  return found ? found : find_option(global_options(), word);
}

/// Before the verb is known: a global option, or one of any of the group's verbs.
const Option* find_option(const Group* group, const std::string& word) {
  if (const Option* option = find_option(global_options(), word)) return option;
  if (!group) return nullptr;
  for (const Command& command : group->commands) {
    if (const Option* option = find_option(command.options, word)) return option;
  }
  return nullptr;
}

bool is_option(const std::string& word) {
  return word.size() > 1 && word[0] == '-';
}

std::vector<std::string> option_names(const Command* command) {
  std::vector<std::string> names;
  if (command) {
    for (const Option& option : command->options) names.emplace_back(option.name);
  }
  for (const Option& option : global_options()) names.emplace_back(option.name);
  return names;
}

/// The dashes of options are no part of what is compared: "--nope" is not near "--scope".
Message did_you_mean(std::string_view word, std::vector<std::string> candidates, const std::string& help) {
  const std::string dashes(word.substr(0, std::min(word.find_first_not_of('-'), word.size())));
  word.remove_prefix(dashes.size());
  for (std::string& candidate : candidates)
    candidate.erase(0, dashes.empty() ? 0 : candidate.find_first_not_of('-'));
  if (const auto found = nearest(word, candidates)) {
    return Message("cli.did_you_mean", "did you mean \"{{word}}\"?",
                   {{"word", (dashes.empty() ? "" : "--") + *found}});
  }
  return Message("cli.see_help", "see {{command}}", {{"command", help}});
}

[[noreturn]] void unknown_option(const std::string& where, const std::string& word, const Command* command) {
  const std::string name = word.substr(0, word.find('='));
  const std::string see = "objectos " + where + (where.empty() ? "--help" : " --help");
  // A letter is near to every other letter.
  Message hint =
      did_you_mean(name, name.size() > 2 ? option_names(command) : std::vector<std::string>(), see);
  if (command && !command->positionals.empty() && name[1] != '-') {
    hint = Message("cli.dash_value", "put an argument that begins with - behind --");
  }
  const Error error = Error(Errc::usage, Message("cli.unknown_option", "unknown option"), hint).at(name);
  throw where.empty() ? error : error.at(where);
}

/// What people type who know other programs.
constexpr std::pair<const char*, const char*> other_names[] = {
    {"cat", "get"},       {"decr", "incr --by -1"}, {"del", "delete"}, {"dump", "export"}, {"exists", "has"},
    {"list", "keys"},     {"load", "import"},       {"ls", "keys"},    {"put", "set"},     {"read", "get"},
    {"remove", "delete"}, {"rm", "delete"},         {"scan", "keys"},  {"write", "set"},
};

/// The command that has `word` as a verb under another group's name: "get" is "storage get".
std::optional<std::string> verb_elsewhere(const std::string& word) {
  for (const Group& group : groups()) {
    if (!is_internal(group) && !group.is_command() && group.find(word))
      return std::string(group.name) + " " + word;
  }
  return std::nullopt;
}

[[noreturn]] void unknown_group(const std::string& word) {
  std::vector<std::string> names;
  for (const Group& group : groups()) {
    if (!is_internal(group)) names.emplace_back(group.name);
  }
  Message hint = did_you_mean(word, names, "objectos --help");
  if (const auto found = verb_elsewhere(word)) {
    hint = Message("cli.did_you_mean", "did you mean \"{{word}}\"?", {{"word", *found}});
  }
  throw Error(Errc::usage, Message("cli.unknown_command", "unknown command"), hint).at(word);
}

[[noreturn]] void unknown_verb(const Group& group, const std::string& word) {
  std::vector<std::string> names;
  for (const Command& command : group.commands) {
    names.emplace_back(command.name);
    if (const std::size_t blank = names.back().find(' '); blank != std::string::npos)
      names.push_back(names.back().substr(0, blank));
  }
  Message hint = did_you_mean(word, names, std::string("objectos ") + group.name + " --help");
  for (const auto& [other, ours] : other_names) {
    const std::string_view verb = std::string_view(ours).substr(0, std::string_view(ours).find(' '));
    if (word == other && group.find(verb)) {
      hint = Message("cli.did_you_mean", "did you mean \"{{word}}\"?", {{"word", ours}});
    }
  }
  throw Error(Errc::usage, Message("cli.unknown_command", "unknown command"), hint)
      .at(std::string(group.name) + " " + word);
}

void check_choice(const std::string& command, const Option& option, const std::string& value) {
  if (!option.choices) return;
  const std::string choices = option.choices;
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= choices.size();) {
    const std::size_t bar = std::min(choices.find('|', at), choices.size());
    all.push_back(choices.substr(at, bar - at));
    at = bar + 1;
  }
  if (std::find(all.begin(), all.end(), value) != all.end()) return;
  std::string list;
  for (const std::string& choice : all) list += (list.empty() ? "" : ", ") + choice;
  throw Error(
      Errc::usage,
      Message("cli.choice", "\"{{value}}\" is none of {{choices}}", {{"value", value}, {"choices", list}}),
      did_you_mean(value, all, "objectos " + command + " --help"))
      .at(option.name)
      .at(command);
}

void check_positionals(const Group& group, const Command& command, const Args& args) {
  std::size_t least = 0, most = 0;
  for (const Positional& positional : command.positionals) {
    if (positional.arity == Arity::one || positional.arity == Arity::many) {
      if (args.positionals.size() <= least) {
        throw in_command(
            Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", positional.name}})),
            group, command);
      }
      ++least;
    }
    most = positional.arity == Arity::many || positional.arity == Arity::any ? std::string::npos
           : most == std::string::npos                                       ? most
                                                                             : most + 1;
  }
  if (args.positionals.size() > most) {
    throw Error(
        Errc::usage,
        Message("cli.too_many", "unexpected argument \"{{word}}\"", {{"word", args.positionals[most]}}),
        Message("cli.see_help", "see {{command}}",
                {{"command", "objectos " + full_name(group, command) + " --help"}}))
        .at(full_name(group, command));
  }
}

bool starts_number(char c) {
  return (c >= '0' && c <= '9') || c == '.';
}

/// The words before `--`, where `--name=value` has become two words, so that an empty value survives. Unknown
/// options are refused here, where the words are still as they were typed.
std::vector<std::string> normalised(const Group& group, const Command& command,
                                    const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const std::string& word = words[i];
    if (!is_option(word)) {
      out.push_back(word);
      continue;
    }
    if (word[1] != '-' && word.size() > 2) {  // -qv, or -n10
      out.push_back(word);
      if (!find_option(command, word.substr(0, 2)))
        unknown_option(full_name(group, command), starts_number(word[1]) ? word : word.substr(0, 2),
                       &command);
      continue;
    }
    const Option* option = find_option(command, word);
    if (!option) unknown_option(full_name(group, command), word, &command);
    const std::size_t equals = word.find('=');
    if (equals != word.npos) {
      if (!option->value) {
        throw Error(Errc::usage, Message("cli.no_value", "takes no value"))
            .at(option->name)
            .at(full_name(group, command));
      }
      out.emplace_back(option->name);
      out.push_back(word.substr(equals + 1));
    } else {
      out.push_back(word);
      if (option->value) {
        if (++i == words.size()) {
          throw Error(Errc::usage,
                      Message("cli.value_missing", "{{value}} is missing", {{"value", option->value}}),
                      Message("cli.see_help", "see {{command}}",
                              {{"command", "objectos " + full_name(group, command) + " --help"}}))
              .at(option->name)
              .at(full_name(group, command));
        }
        out.push_back(words[i]);
      }
    }
  }
  return out;
}

/// Whether a word may name the option: CLI11 takes its time for each that it knows, and few are used at once.
bool may_be_named(const Option& row, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&row](const std::string& word) {
    if (word.size() < 2 || word[0] != '-') return false;
    return word == row.name || (word[1] != '-' && row.letter && word.find(row.letter) != word.npos);
  });
}

Args run_parser(const Group& group, const Command& command, const std::vector<std::string>& words) {
  Args args;
  std::vector<std::string> given = normalised(group, command, words);
  CLI::App app;
  app.set_help_flag();  // ours come from the table
  std::vector<std::pair<const Option*, CLI::Option*>> added;
  const auto add = [&](const Option& row) {
    std::string name = row.name;
    if (row.letter) name += std::string(",-") + row.letter;
    CLI::Option* option =
        row.value
            ? app.add_option(name)->expected(1)->take_all()->allow_extra_args(false)->trigger_on_parse(false)
            : app.add_flag(name)->take_all();
    added.emplace_back(&row, option);
  };
  for (const auto& rows : {command.options, global_options()}) {
    for (const Option& row : rows) {
      if (may_be_named(row, given)) add(row);
    }
  }
  // Positionals are what CLI11 leaves over: as options of its own it would take "[1,2]" for a list.
  app.allow_extras();
  std::reverse(given.begin(), given.end());
  try {
    app.parse(std::move(given));
  } catch (const CLI::ParseError& error) {
    throw Error(Errc::usage, Message("cli.parse", "{{reason}}", {{"reason", error.what()}}))
        .at(full_name(group, command));
  }
  args.positionals = app.remaining();
  for (const std::string& word : args.positionals) {
    if (is_option(word)) unknown_option(full_name(group, command), word, &command);
  }
  const auto end = std::find(words.begin(), words.end(), "--");
  if (end != words.end()) args.positionals.insert(args.positionals.end(), end + 1, words.end());
  for (const auto& [row, option] : added) {
    if (row->value) {
      for (const std::string& value : option->results()) {
        check_choice(full_name(group, command), *row, value);
        args.options.emplace_back(row, value);
      }
      if (option->count() > 1 && !row->repeats) {
        throw Error(Errc::usage, Message("cli.twice", "given more than once"))
            .at(row->name)
            .at(full_name(group, command));
      }
    } else {
      for (std::size_t i = 0; i < option->count(); ++i) args.options.emplace_back(row, std::string());
    }
  }
  return args;
}

}  // namespace

const std::string* Args::find(std::string_view name) const {
  const std::string* found = nullptr;
  for (const auto& [option, value] : options) {
    if (name == option->name) found = &value;
  }
  return found;
}

const Command* Group::find(std::string_view verb) const {
  for (const Command& command : commands) {
    if (verb == command.name) return &command;
  }
  return nullptr;
}

bool Group::has_topic(std::string_view topic) const {
  return std::any_of(commands.begin(), commands.end(), [topic](const Command& command) {
    const std::string_view verb = command.name;
    return verb.starts_with(topic) && verb.substr(topic.size()).starts_with(' ');
  });
}

std::string full_name(const Group& group, const Command& command) {
  return command.name[0] ? std::string(group.name) + ' ' + command.name : group.name;
}

Error in_command(const Error& error, const Group& group, const Command& command) {
  const std::string name = full_name(group, command);
  if (error.message().id() != "cli.missing" || !error.hint().empty()) return error.at(name);
  return error
      .with_hint(Message("cli.see_help", "see {{command}}", {{"command", "objectos " + name + " --help"}}))
      .at(name);
}

Request find_command(std::vector<std::string> words) {
  Request request;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (request.command || word == "--") {
      request.words.insert(request.words.end(),
                           std::make_move_iterator(words.begin() + static_cast<std::ptrdiff_t>(i)),
                           std::make_move_iterator(words.end()));
      break;
    }
    if (is_option(word)) {
      request.words.push_back(word);
      const Option* option = find_option(request.group, word);
      const bool bundled = word[1] != '-' && word.size() > 2;
      if (!option && !bundled) unknown_option(request.group ? request.group->name : "", word, nullptr);
      if (option && option->value && word.find('=') == word.npos && i + 1 < words.size())
        request.words.push_back(words[++i]);
    } else if (!request.group) {
      request.group = find_group(word);
      if (!request.group) unknown_group(word);
      if (request.group->is_command()) request.command = &request.group->commands[0];
    } else {
      const std::string verb = request.topic.empty() ? word : request.topic + " " + word;
      request.command = request.group->find(verb);
      request.topic = request.command ? "" : verb;
      if (!request.command && !request.group->has_topic(verb)) unknown_verb(*request.group, verb);
    }
  }
  return request;
}

Args parse(const Group& group, const Command& command, std::vector<std::string> words) {
  Args args;
  // Without options there is nothing to sort: the common line of a batch costs no parser.
  if (std::none_of(words.begin(), words.end(), is_option)) {
    args.positionals = std::move(words);
  } else {
    args = run_parser(group, command, words);
  }
  if (!args.has("--help") && !args.has("-h")) check_positionals(group, command, args);
  return args;
}

Args parse_globals(const std::vector<std::string>& words) {
  Args args;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const Option* option = is_option(words[i]) ? find_option(global_options(), words[i]) : nullptr;
    if (!option) continue;
    const std::size_t equals = words[i].find('=');
    if (equals != std::string::npos) {
      args.options.emplace_back(option, words[i].substr(equals + 1));
    } else if (!option->value) {
      args.options.emplace_back(option, std::string());
    } else if (i + 1 < words.size()) {
      args.options.emplace_back(option, words[++i]);
    }
  }
  return args;
}

}  // namespace objectos::cli
