#include "manual.hpp"

#include <algorithm>

#include "command.hpp"
#include "help.hpp"
#include "objectos/config.hpp"
#include "objectos/error.hpp"

namespace objectos::cli {
namespace {

// Of the last change that a reader would notice; not the day of the build, so that builds can be compared.
constexpr const char* date = "November 23, 2026";

/// Code for mdoc: no backslash, quote or minus means something else, and no line is taken for a request.
std::string code(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\': out += "\\e"; break;
      case '-': out += "\\-"; break;
      case '"': out += "\\(dq"; break;
      case '\'': out += "\\(aq"; break;
      case '`': out += "\\(ga"; break;
      case '^': out += "\\(ha"; break;
      case '~': out += "\\(ti"; break;
      default: out += c;
    }
  }
  if (out.starts_with('.')) out.insert(0, "\\&");
  return out;
}

/// A macro's argument: in quotes, so that blanks and punctuation mean nothing.
std::string argument(std::string_view text) {
  return "\"" + code(text) + "\"";
}

/// One word of running text. Options are set bold, as everywhere.
std::string prose_word(std::string_view word) {
  const std::size_t letter = word.find_first_not_of('-');
  const bool is_option =
      (letter == 1 || letter == 2) && std::isalpha(static_cast<unsigned char>(word[letter]));
  if (!is_option) {
    std::string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
      // A hyphen joins two words; any other minus is one that could be typed.
      const bool hyphen = word[i] == '-' && i > 0 && std::isalpha(static_cast<unsigned char>(word[i - 1]));
      out += hyphen                              ? "-"
             : word.substr(i).starts_with("…")   ? "..."
             : code(word.substr(i, 1)) == "\\&." ? "."
                                                 : code(word.substr(i, 1));
      if (word.substr(i).starts_with("…")) i += 2;
    }
    return out;
  }
  const std::size_t end = std::min(word.find_first_of(".,;:)", letter), word.size());
  return "\\fB" + code(word.substr(0, end)) + "\\fP" + std::string(word.substr(end));
}

/// Running text: a new line of source for every sentence, short lines, a .Pp between paragraphs.
std::string prose(std::string_view text) {
  constexpr std::size_t longest_line = 72;
  std::string out, line;
  const auto end_line = [&] {
    if (line.empty()) return;
    if (line[0] == '.' || line[0] == '\'') line.insert(0, "\\&");
    out += line + "\n";
    line.clear();
  };
  while (!text.empty()) {
    if (text.front() == '\n') {
      end_line();
      out += ".Pp\n";
      text.remove_prefix(std::min(text.find_first_not_of('\n'), text.size()));
    }
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(word.size());
    const std::string set = prose_word(word);
    if (!line.empty() && line.size() + 1 + set.size() > longest_line) end_line();
    line += (line.empty() ? "" : " ") + set;
    if (word.ends_with('.')) end_line();
  }
  end_line();
  return out;
}

std::string capitalised(std::string_view text) {
  std::string out(text);
  if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

std::string sentence(std::string_view text) {
  return capitalised(text) + ".";
}

class Manual {
 public:
  Manual(std::string name, std::string_view summary) {
    std::string title = name;
    std::transform(title.begin(), title.end(), title.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    out_ = std::string(
               ".\\\" Made by `cmake --build BUILD --target generate` from the command table: change it "
               "there.\n") +
           ".Dd " + date + "\n.Dt " + title + " 1\n.Os\n.Sh NAME\n.Nm " + name + "\n.Nd " +
           std::string(summary) + "\n";
  }

  void section(const char* title) { out_ += std::string(".Sh ") + title + "\n"; }
  void subsection(const std::string& title) { out_ += ".Ss " + title + "\n"; }
  void text(std::string_view text) { out_ += prose(text); }
  void raw(const std::string& line) { out_ += line + "\n"; }

  void synopsis(const Group& group, const Command& command) {
    out_ += ".Nm objectos\n.Cm " + std::string(group.name) +
            (command.name[0] ? std::string(" ") + command.name : "") + "\n";
    if (!command.options.empty()) out_ += ".Op Ar options\n";
    for (const Positional& positional : command.positionals) {
      const std::string name = positional.name;
      switch (positional.arity) {
        case Arity::one: out_ += ".Ar " + name + "\n"; break;
        case Arity::optional: out_ += ".Op Ar " + name + "\n"; break;
        case Arity::many: out_ += ".Ar " + name + " ...\n"; break;
        case Arity::any: out_ += ".Op Ar " + name + " ...\n"; break;
      }
    }
  }

  void begin_list() { out_ += ".Bl -tag -width Ds\n"; }
  void end_list() { out_ += ".El\n"; }
  void item(const std::string& head, std::string_view body) { out_ += ".It " + head + "\n" + prose(body); }

  static std::string option_head(const Option& option) {
    std::string head;
    if (option.letter) head += std::string("Fl ") + option.letter + " , ";
    head += option.name[1] == '-' ? "Fl Fl " + code(option.name + 2) : "Fl " + code(option.name + 1);
    if (option.value) head += " Ar " + std::string(option.value);
    return head;
  }
  void words_and_options(const Command& command) {
    if (command.positionals.empty() && command.options.empty()) return;
    begin_list();
    for (const Positional& positional : command.positionals)
      item("Ar " + std::string(positional.name), sentence(positional.help));
    for (const Option& option : command.options) item(option_head(option), sentence(option.help));
    end_list();
  }
  void example(const Example& example) {
    text(capitalised(example.says) + ":");
    out_ += ".Bd -literal -offset indent\n" + code(example.command) + "\n.Ed\n.Pp\n";
  }
  std::string take() {
    // A .Pp before a new section or at the end is one too many.
    for (const char* next : {".Pp\n.S", ".Pp\n.El"}) {
      for (std::size_t at; (at = out_.find(next)) != out_.npos;) out_.erase(at, 4);
    }
    if (out_.ends_with(".Pp\n")) out_.resize(out_.size() - 4);
    return std::move(out_);
  }

 private:
  std::string out_;
};

void environment(Manual& page) {
  page.section("ENVIRONMENT");
  page.begin_list();
  for (const Explained& row : environment_rows()) {
    std::string head = "Ev";
    std::string_view rest = row.term;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(", "), rest.size());
      head += " " + std::string(rest.substr(0, comma)) + (comma < rest.size() ? " ," : "");
      rest.remove_prefix(std::min(comma + 2, rest.size()));
    }
    page.item(head, sentence(row.text));
  }
  page.end_list();
}

void exit_status(Manual& page) {
  page.section("EXIT STATUS");
  page.begin_list();
  for (const Explained& row : exit_status_rows()) page.item(row.term, sentence(row.text));
  page.end_list();
}

void config_files(Manual& page) {
  page.item("Pa objectos.json",
            "Configuration of a project, found from the working directory upwards; only i18n settings are "
            "taken from it.");
  page.item("Pa $XDG_CONFIG_HOME/objectos/config.json",
            "Configuration of a user; $XDG_CONFIG_HOME is ~/.config unless it is set.");
  page.item("Pa /etc/objectos/config.json", "Configuration of the system.");
}

void see_also(Manual& page, std::string_view self) {
  page.section("SEE ALSO");
  std::vector<std::string> names = manual_names();
  std::sort(names.begin(), names.end());
  std::erase(names, self);
  for (std::size_t i = 0; i < names.size(); ++i)
    page.raw(".Xr " + names[i] + " 1" + (i + 1 < names.size() ? " ," : ""));
}

std::string program_page() {
  Manual page("objectos", "system services for shell scripts, without a daemon");
  page.section("SYNOPSIS");
  page.raw(".Nm\n.Op Ar options\n.Ar command\n.Op Ar verb\n.Op Ar argument ...");
  page.section("DESCRIPTION");
  page.text(
      "Gives shell scripts, cron jobs and CI persistent storage and more, from one binary and without a "
      "daemon. State is kept in SQLite files in a state directory unless configured otherwise. Any number of "
      "processes may use it at once, and nothing that was acknowledged is lost when one is killed.\n\nThe "
      "result goes to standard output, everything else to standard error. Nothing is printed on success "
      "unless it is the result.");
  page.section("COMMANDS");
  page.text("Each has a page of its own, and explains itself with --help.");
  page.begin_list();
  for (const Group& group : groups()) {
    if (!is_internal(group)) page.item("Cm " + std::string(group.name), sentence(group.summary));
  }
  page.end_list();
  page.section("OPTIONS");
  page.text(
      "These may stand anywhere before --, in front of the command or behind it. --name=VALUE and --name "
      "VALUE are the same; -- ends options.");
  page.begin_list();
  for (const Option& option : global_options()) page.item(Manual::option_head(option), sentence(option.help));
  page.end_list();
  page.section("VALUES");
  page.begin_list();
  page.item("durations", "250ms, 30s, 5m, 2h, 7d, 1w, or sums such as 1h30m. A bare number is seconds.");
  page.item("sizes", "512, 64KiB, 10MB.");
  page.item("times", "RFC 3339, such as 2024-01-15T12:30:00Z.");
  page.item("patterns",
            "A pattern matches a whole key: * stands for any run of characters, ? for one, [a-z] and [!x] "
            "for one of a set; \\ takes away a special meaning.");
  page.item("keys", "1 to 1,024 bytes of UTF-8 without NUL or newline; the name of the scope counts.");
  page.item("backends",
            "memory:, sqlite:PATH, redis://HOST, rediss://HOST, postgres://HOST/DATABASE. A password is "
            "given in a variable (env:NAME) or a file (file:PATH), never on the command line.");
  page.end_list();
  environment(page);
  page.section("FILES");
  page.begin_list();
  page.item(
      "Pa $XDG_STATE_HOME/objectos",
      "The state directory, readable by its owner only; $XDG_STATE_HOME is ~/.local/state unless it is set.");
  config_files(page);
  page.end_list();
  exit_status(page);
  page.section("EXAMPLES");
  for (const Group& group : groups()) {
    if (!is_internal(group) && !group.commands[0].examples.empty())
      page.example(group.commands[0].examples[0]);
  }
  see_also(page, "objectos");
  return page.take();
}

// ---- objectos-config: the table of keys
// --------------------------------------------------------------------

std::string type_text(const ConfigKey& key) {
  std::string_view bounds = key.choices;
  if (key.type == ConfigKey::Type::integer && !bounds.empty()) {
    const std::size_t dots = bounds.find("..");
    const std::string least(bounds.substr(0, dots)), most(bounds.substr(dots + 2));
    return most.empty() ? "integer, " + least + " or more" : "integer from " + least + " to " + most;
  }
  std::string name = config_type_name(key);
  if (key.type != ConfigKey::Type::choice) return name;
  for (std::size_t bar; (bar = name.find('|')) != name.npos;)
    name.replace(bar, 1, name.find('|', bar + 1) == name.npos ? " or " : ", ");
  return name;
}

void config_value(Manual& page, const ConfigKey& key) {
  // "false: nothing is recorded" begins with a word to be typed.
  const bool is_typed = key.help.substr(0, key.help.find(' ')).ends_with(':');
  page.item("Cm " + argument(key.name), is_typed ? std::string(key.help) + "." : sentence(key.help));
  page.raw(".br");
  page.text("Type: " + type_text(key) + "." + (key.secret ? " Secret: shown as ***." : ""));
  if (!key.default_value.empty()) page.raw("Default:\n.Li \"" + code(key.default_value) + "\\&\" .");
}

/// What the items of a list may say.
void config_items(Manual& page, const ConfigKey& list) {
  if (config_item_keys(list).empty()) return;
  page.text("\nEach item may have:");
  page.begin_list();
  for (ConfigKey key : config_item_keys(list)) {
    key.name.remove_prefix(list.name.size() + std::string_view("[].").size());
    config_value(page, key);
  }
  page.end_list();
}

void config_keys(Manual& page) {
  page.section("KEYS");
  page.text(
      "Keys are written as objects in each other: storage.backend is backend in the object storage. Strings "
      "may hold ${NAME} and ${NAME:-default}, which read the environment. Relative paths start at the file "
      "that names them. Each key can also be set by the variable that stands with it.");
  std::vector<std::string_view> sections{""};
  const auto section_of = [](const ConfigKey& key) {
    return key.name.substr(0, key.name.find('.') == key.name.npos ? 0 : key.name.find('.'));
  };
  for (const ConfigKey& key : config_table()) {
    if (std::find(sections.begin(), sections.end(), section_of(key)) == sections.end())
      sections.push_back(section_of(key));
  }
  for (const std::string_view section : sections) {
    page.subsection(section.empty() ? "general" : std::string(section));
    page.begin_list();
    for (const ConfigKey& key : config_table()) {
      if (section_of(key) != section) continue;
      config_value(page, key);
      page.raw(".br\n.Ev " + config_variable(key.name));
      config_items(page, key);
    }
    page.end_list();
  }
}

// ---- objectos-GROUP
// ------------------------------------------------------------------------------------------

void command_section(Manual& page, const Group& group, const Command& command) {
  page.subsection(command.name);
  page.raw(".Bd -ragged");
  page.synopsis(group, command);
  page.raw(".Ed\n.Pp");
  page.text(command.description);
  page.words_and_options(command);
  if (command.status_1) page.text("\nThe exit status is 1 if " + std::string(command.status_1) + ".");
}

void global_options_text(Manual& page) {
  page.section("OPTIONS EVERYWHERE");
  page.raw("These options, which every command takes, are described in\n.Xr objectos 1 :");
  const auto all = global_options();
  for (std::size_t i = 0; i < all.size(); ++i)
    page.raw("." + Manual::option_head(all[i]) + (i + 1 < all.size() ? " ," : " ."));
}

std::string group_page(const Group& group) {
  const std::string name = std::string("objectos-") + group.name;
  const bool is_config = group.name == std::string_view("config");
  Manual page(name, group.summary);
  page.section("SYNOPSIS");
  for (const Command& command : group.commands) page.synopsis(group, command);
  page.section("DESCRIPTION");
  page.text(*group.description ? group.description : group.commands[0].description);
  if (group.is_command()) {
    const Command& command = group.commands[0];
    if (!command.positionals.empty() || !command.options.empty())
      page.text(command.options.empty() ? "\nThe argument:" : "\nThe options:");
    page.words_and_options(command);
  } else {
    page.section("COMMANDS");
    for (const Command& command : group.commands) command_section(page, group, command);
  }
  global_options_text(page);
  if (is_config) config_keys(page);
  environment(page);
  if (is_config) {
    page.section("FILES");
    page.begin_list();
    config_files(page);
    page.end_list();
  }
  exit_status(page);
  page.section("EXAMPLES");
  for (const Command& command : group.commands) {
    for (const Example& example : command.examples) page.example(example);
  }
  see_also(page, name);
  return page.take();
}

}  // namespace

std::vector<std::string> manual_names() {
  std::vector<std::string> names{"objectos"};
  for (const Group& group : groups()) {
    if (!is_internal(group)) names.push_back(std::string("objectos-") + group.name);
  }
  return names;
}

std::string manual(const std::string& name) {
  if (name == "objectos") return program_page();
  for (const Group& group : groups()) {
    if (!is_internal(group) && name == std::string("objectos-") + group.name) return group_page(group);
  }
  throw Error(Errc::usage, Message("manual.unknown", "there is no manual page {{page}}", {{"page", name}}));
}

}  // namespace objectos::cli
