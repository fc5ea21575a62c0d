#include "help.hpp"

#include <algorithm>

#include "objectos/i18n_check.hpp"
#include "objectos/json.hpp"
#include "parse.hpp"
#include "text_width.hpp"

namespace objectos::cli {
namespace {

constexpr const char* about = "System services for shell scripts, cron jobs and CI, without a daemon.";

constexpr Explained environment[] = {
    {"OBJECTOS_STATE_DIR", "help.environment.state_dir", "where state is kept, like --state-dir"},
    {"OBJECTOS_CONFIG", "help.environment.config", "configuration file, like --config"},
    {"OBJECTOS_URL", "help.environment.url", "backend of every service that can use it"},
    {"OBJECTOS_STORAGE_URL", "help.environment.storage_url", "backend of storage, like --storage-url"},
    {"OBJECTOS_LANG", "help.environment.lang", "language of messages, before LC_ALL, LC_MESSAGES and LANG"},
    {"OBJECTOS_...", "help.environment.any", "any configuration key: man objectos-config"},
    {"NO_COLOR, CLICOLOR_FORCE", "help.environment.color", "switch colour off or on"},
};

constexpr Explained statuses[] = {
    {"0", "help.status.ok", "done, or yes"},
    {"1", "help.status.no", "the answer is no: key absent, condition not met"},
    {"2", "help.status.usage", "unknown command or option, bad value, bad configuration"},
    {"3", "help.status.data", "input or stored data is invalid"},
    {"4", "help.status.unavailable", "backend, disk, network or time-out; trying again may help"},
    {"5", "help.status.denied", "permission denied, or a file or directory that must not be trusted"},
    {"6", "help.status.partial", "some items failed"},
    {"70", "help.status.internal", "a bug in objectos"},
    {"141", "help.status.pipe", "the reader of standard output has gone"},
};

/// Builds one page of help.
class Page {
 public:
  Page(const Console& console, Language& language)
      : console_(console), language_(language), width_(std::clamp<std::size_t>(console.width(), 40, 100)) {}

  std::string say(const std::string& id, const char* english) { return language_.text(id, english); }

  void heading(const char* id, const char* english) { out_ += "\n" + console_.bold(say(id, english)) + "\n"; }
  void paragraph(const std::string& text) { out_ += wrapped(text, 0, width_) + "\n"; }
  void paragraphs(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find("\n\n", at), text.size());
      out_ += "\n" + wrapped(text.substr(at, end - at), 0, width_) + "\n";
      at = end + 2;
    }
  }
  void usage(const std::string& line) {
    const std::string head = say("help.usage", "Usage:") + " ";
    out_ += console_.bold(head) + wrapped(line, columns(head), width_) + "\n";
  }
  /// Terms in a column, their explanations in another, which has most of the width. A longer term stands on a
  /// line of its own.
  void rows(const std::vector<std::pair<std::string, std::string>>& rows) {
    const std::size_t longest = std::min<std::size_t>(26, width_ * 2 / 5);
    std::size_t column = 0;
    for (const auto& [term, text] : rows) {
      if (columns(term) <= longest) column = std::max(column, columns(term));
    }
    column += 4;
    for (const auto& [term, text] : rows) {
      out_ += "  " + term;
      const std::size_t used = columns(term) + 2;
      if (used + 2 > column) {
        out_ += "\n" + std::string(column, ' ');
      } else {
        out_ += std::string(column - used, ' ');
      }
      out_ += wrapped(text, column, width_) + "\n";
    }
  }
  void example(const char* command, const std::string& says) {
    out_ += "  " + std::string(command) + "\n      " + wrapped(says, 6, width_) + "\n";
  }
  std::string take() { return std::move(out_); }

 private:
  const Console& console_;
  Language& language_;
  std::size_t width_;
  std::string out_;
};

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string command_id(const Group& group, const Command& command) {
  std::string verb = command.name[0] ? std::string(".") + command.name : std::string();
  std::replace(verb.begin(), verb.end(), ' ', '_');
  return std::string("help.") + group.name + verb;
}

void explained(Page& page, const char* id, const char* heading, std::span<const Explained> table) {
  page.heading(id, heading);
  Rows rows;
  for (const Explained& row : table) rows.emplace_back(row.term, page.say(row.id, row.text));
  page.rows(rows);
}

void global_rows(Page& page) {
  page.heading("help.heading.global", "Options everywhere");
  Rows rows;
  for (const Option& option : global_options())
    rows.emplace_back(option_term(option), page.say("help.global." + option_id(option), option.help));
  page.rows(rows);
}

void program_page(Page& page, bool full) {
  page.usage("objectos [OPTIONS] COMMAND ...");
  page.paragraphs(page.say("help.about", about));
  page.heading("help.heading.commands", "Commands");
  Rows rows;
  for (const Group& group : groups()) {
    if (!is_internal(group))
      rows.emplace_back(group.name, page.say(std::string("help.") + group.name + ".summary", group.summary));
  }
  page.rows(rows);
  global_rows(page);
  if (full) {
    explained(page, "help.heading.environment", "Environment", environment);
    explained(page, "help.heading.status", "Exit status", statuses);
  }
  page.heading("help.heading.more", "More");
  page.rows({{"objectos COMMAND --help", page.say("help.more.command", "everything about a command")},
             {"man objectos-config", page.say("help.more.config", "all configuration keys")}});
}

void group_page(Page& page, const Group& group, bool full) {
  page.usage(std::string("objectos ") + group.name + " COMMAND ...");
  page.paragraphs(page.say(std::string("help.") + group.name + ".description", group.description));
  page.heading("help.heading.commands", "Commands");
  Rows rows;
  for (const Command& command : group.commands)
    rows.emplace_back(command.name, page.say(command_id(group, command) + ".summary", command.summary));
  page.rows(rows);
  if (full) {
    global_rows(page);
    page.heading("help.heading.examples", "Examples");
    for (const Command& command : group.commands) {
      if (!command.examples.empty())
        page.example(command.examples[0].command,
                     page.say(command_id(group, command) + ".example_1", command.examples[0].says));
    }
    explained(page, "help.heading.environment", "Environment", environment);
    explained(page, "help.heading.status", "Exit status", statuses);
  }
  page.heading("help.heading.more", "More");
  page.rows({{std::string("objectos ") + group.name + " COMMAND --help",
              page.say("help.more.command", "everything about a command")}});
}

void command_page(Page& page, const Group& group, const Command& command, bool full) {
  const std::string id = command_id(group, command);
  page.usage(synopsis(group, command));
  if (full) {
    page.paragraphs(page.say(id + ".description", command.description));
  } else {
    page.paragraphs(page.say(id + ".summary", command.summary));
  }
  Rows rows;
  for (const Positional& positional : command.positionals) {
    std::string name = positional.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    rows.emplace_back(positional.name, page.say(id + ".words." + name, positional.help));
  }
  if (!rows.empty()) {
    page.heading("help.heading.arguments", "Arguments");
    page.rows(rows);
  }
  rows.clear();
  for (const Option& option : command.options)
    rows.emplace_back(option_term(option), page.say(id + ".options." + option_id(option), option.help));
  if (!rows.empty()) {
    page.heading("help.heading.options", "Options");
    page.rows(rows);
  }
  if (!full) {
    page.heading("help.heading.more", "More");
    page.rows({{"objectos " + full_name(group, command) + " --help",
                page.say("help.more.examples", "options everywhere, examples, exit status")}});
    return;
  }
  global_rows(page);
  page.heading("help.heading.examples", "Examples");
  int n = 0;
  for (const Example& example : command.examples)
    page.example(example.command, page.say(id + ".example_" + std::to_string(++n), example.says));
  explained(page, "help.heading.environment", "Environment", environment);
  page.heading("help.heading.status", "Exit status");
  rows.clear();
  for (const Explained& row : statuses) {
    const bool no = row.term[0] == '1' && row.term[1] == '\0';
    if (no && !command.status_1) continue;
    rows.emplace_back(row.term,
                      no ? page.say(id + ".status_1", command.status_1) : page.say(row.id, row.text));
  }
  page.rows(rows);
}

}  // namespace

std::span<const Explained> environment_rows() {
  return environment;
}
std::span<const Explained> exit_status_rows() {
  return statuses;
}

std::string option_term(const Option& option) {
  std::string term = option.letter ? std::string("-") + option.letter + ", " + option.name : option.name;
  return option.value ? term + " " + option.value : term;
}

std::string option_id(const Option& option) {
  std::string id = option.name;
  id.erase(0, id.find_first_not_of('-'));
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

std::string synopsis(const Group& group, const Command& command) {
  std::string line = "objectos " + full_name(group, command);
  if (!command.options.empty()) line += " [OPTIONS]";
  for (const Positional& positional : command.positionals) {
    const std::string name = positional.name;
    switch (positional.arity) {
      case Arity::one: line += " " + name; break;
      case Arity::optional: line += " [" + name + "]"; break;
      case Arity::many: line += " " + name + "..."; break;
      case Arity::any: line += " [" + name + "]..."; break;
    }
  }
  return line;
}

std::string help(const Group* group, const Command* command, bool full, const Console& console,
                 Language& language) {
  Page page(console, language);
  if (command) {
    command_page(page, *group, *command, full);
  } else if (group) {
    group_page(page, *group, full);
  } else {
    program_page(page, full);
  }
  return page.take();
}

/// Renders every page in a language that writes down what it is asked for.
std::string help_messages() {
  const Console console(Color::never);
  Language recorder = Language::recording();
  for (const bool full : {false, true}) {
    help(nullptr, nullptr, full, console, recorder);
    for (const Group& group : groups()) {
      if (is_internal(group)) continue;
      recorder.text(std::string("help.") + group.name + ".summary", group.summary);
      if (!group.is_command()) help(&group, nullptr, full, console, recorder);
      for (const Command& command : group.commands) help(&group, &command, full, console, recorder);
    }
  }
  for (const RuleInfo& info : check_rules()) {
    recorder.text("help.rules." + std::string(info.id) + ".summary", info.summary);
    recorder.text("help.rules." + std::string(info.id) + ".explanation", info.explanation);
  }
  std::string out = "{";
  for (const auto& [id, text] : recorder.recorded()) {
    out += (out.size() > 1 ? ",\n" : "\n") + json::quoted(id) + ": " + json::quoted(text);
  }
  return out + "\n}\n";
}

}  // namespace objectos::cli
