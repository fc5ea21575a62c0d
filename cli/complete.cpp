#include "complete.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "bash_line.hpp"
#include "language.hpp"
#include "objectos/flags.hpp"
#include "objectos/i18n.hpp"
#include "objectos/i18n_check.hpp"
#include "parse.hpp"

namespace objectos::cli {
namespace {

constexpr std::size_t max_live = 1000;  // a shell's menu is no place for more

struct Candidates {
  std::vector<std::pair<std::string, std::string>> words;  // and what they are
  bool files = false;
};

/// The finished words, sorted out: like parse(), but for words that may still be wrong.
struct Typed {
  Request request;
  Args args;
  const Option* asked = nullptr;  // the cursor is at its value
  bool options_ended = false;     // by --
};

const Option* find_in(std::span<const Option> table, std::string_view word) {
  for (const Option& option : table) {
    if (word == option.name || (option.letter && word.size() == 2 && word[1] == option.letter))
      return &option;
  }
  return nullptr;
}

/// The option called `word`: of the command, of any of the group's if no verb is typed yet, or a global one.
const Option* find_option(const Request& request, std::string_view word) {
  const Option* found = request.command ? find_in(request.command->options, word) : nullptr;
  if (!request.command && request.group) {
    for (const Command& command : request.group->commands) {
      if (!found) found = find_in(command.options, word);
    }
  }
  return found ? found : find_in(global_options(), word);
}

Typed sort_words(const std::vector<std::string>& words) {
  Typed typed;
  typed.request = find_command(words);
  for (const std::string& word : typed.request.words) {
    if (typed.asked) {
      typed.args.options.emplace_back(std::exchange(typed.asked, nullptr), word);
    } else if (word == "--" && !typed.options_ended) {
      typed.options_ended = true;
    } else if (typed.options_ended || word.size() < 2 || word[0] != '-') {
      typed.args.positionals.push_back(word);
    } else if (word[1] == '-') {
      const std::size_t equals = word.find('=');
      const Option* option = find_option(typed.request, word.substr(0, equals));
      if (!option) continue;
      if (equals != word.npos || !option->value) {
        typed.args.options.emplace_back(option, equals == word.npos ? "" : word.substr(equals + 1));
      } else {
        typed.asked = option;
      }
    } else {  // -l, -lv, -n10
      for (std::size_t i = 1; i < word.size(); ++i) {
        const Option* option = find_option(typed.request, std::string("-") + word[i]);
        if (!option) break;
        if (option->value && i + 1 == word.size()) {
          typed.asked = option;
        } else {
          typed.args.options.emplace_back(option, option->value ? word.substr(i + 1) : "");
        }
        if (option->value) break;
      }
    }
  }
  return typed;
}

class Completer {
 public:
  Completer(std::string current, const Typed& typed, Session& session)
      : current_(std::move(current)), typed_(typed), session_(session) {}

  Candidates run() {
    const Request& request = typed_.request;
    if (typed_.asked) {
      value(typed_.asked->choices, typed_.asked->live);
    } else if (!typed_.options_ended && current_.starts_with('-')) {
      option();
    } else if (request.command) {
      positional(*request.command);
    } else if (typed_.options_ended) {
      // A command cannot stand behind --.
    } else if (request.group) {
      verbs(*request.group, request.topic.empty() ? "" : request.topic + " ");
    } else {
      for (const Group& group : groups()) {
        if (!is_internal(group)) offer(group.name, group.summary);
      }
    }
    return std::move(found_);
  }

 private:
  void offer(const std::string& word, std::string_view what = {}) {
    if (word.starts_with(current_)) found_.words.emplace_back(prefix_ + word, what);
  }

  /// The next word of the verbs that begin with `start`.
  void verbs(const Group& group, std::string_view start) {
    std::string_view last;
    for (const Command& command : group.commands) {
      const std::string_view name = command.name;
      if (!name.starts_with(start)) continue;
      const std::string_view rest = name.substr(start.size());
      const std::string_view word = rest.substr(0, rest.find(' '));
      if (word != last) offer(std::string(word), word == rest ? command.summary : "");
      last = word;
    }
  }

  void option() {
    const std::size_t equals = current_.find('=');
    if (equals != current_.npos) {
      const Option* option = find_option(typed_.request, current_.substr(0, equals));
      if (!option || !option->value) return;
      prefix_ = current_.substr(0, equals + 1);
      current_.erase(0, equals + 1);
      return value(option->choices, option->live);
    }
    const auto offer_all = [this](std::span<const Option> table) {
      for (const Option& option : table) {
        if (option.repeats || !typed_.args.has(option.name)) offer(option.name, option.help);
      }
    };
    if (typed_.request.command) offer_all(typed_.request.command->options);
    offer_all(global_options());
  }

  void positional(const Command& command) {
    if (command.positionals.empty()) return;
    const std::size_t given = typed_.args.positionals.size();
    const Positional& last = command.positionals[command.positionals.size() - 1];
    const bool repeats = last.arity == Arity::many || last.arity == Arity::any;
    if (given >= command.positionals.size() && !repeats) return;
    const Positional& here = command.positionals[std::min(given, command.positionals.size() - 1)];
    value(here.choices, here.live);
  }

  void value(const char* choices, Live live) {
    if (choices) {
      std::string_view rest = choices;
      while (!rest.empty()) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        offer(std::string(rest.substr(0, bar)));
        rest.remove_prefix(std::min(bar + 1, rest.size()));
      }
      return;
    }
    switch (live) {
      case Live::none: return;
      case Live::file: found_.files = true; return;
      case Live::key: return keys(session_.storage());
      case Live::scope: return scopes(session_.storage());
      case Live::cache_key: return keys(session_.cache());
      case Live::cache_scope: return scopes(session_.cache());
      case Live::cache_tag: return cache_tags();
      case Live::metric: return metrics();
      case Live::flag: return flags();
      case Live::delivery: return deliveries();
      case Live::config_key:
        for (const ConfigKey& key : config_table()) offer(std::string(key.name), key.help);
        return;
      case Live::locale: return locales();
      case Live::translation: return translations();
      case Live::rule:
        for (const RuleInfo& info : check_rules()) offer(std::string(info.id), info.summary);
        return;
      case Live::fixable_rule:
        for (const RuleInfo& info : check_rules())
          if (info.can_fix) offer(std::string(info.id), info.summary);
        return;
      case Live::rule_severity:
        for (const RuleInfo& info : check_rules())
          for (const char* severity : {"=error", "=warning", "=info", "=off"})
            offer(std::string(info.id) + severity, info.summary);
        return;
      case Live::language:
        for (const std::string& tag : Language::available()) offer(tag);
        return;
    }
  }

  /// The newest would be the last: only so many are looked through.
  void deliveries() {
    std::size_t left = 1000;
    session_.notification().queue().list({}, [&](const Delivery& delivery) {
      offer(delivery.id, delivery_state_name(delivery.state));
      return --left > 0;
    });
  }

  void flags() {
    const std::string* scope = typed_.args.find("--scope");
    for (const FlagInfo& flag : Flags(session_.storage(), scope ? *scope : "").list()) {
      if (flag.name[0] != '-' && flag.name.find('\t') == flag.name.npos) offer(flag.name);
    }
  }

  /// Of a Storage or a Cache.
  template <class Service>
  void keys(const Service& service) {
    const std::string* scope = typed_.args.find("--scope");
    const Service scoped = scope ? service.scoped(*scope) : service;
    const std::vector<std::string>& given = typed_.args.positionals;
    std::size_t left = max_live;
    scoped.each({Glob(Glob::escape(current_) + "*"), {}, false}, [&](const Entry& entry) {
      const bool is_given = std::find(given.begin(), given.end(), entry.key) != given.end();
      const bool is_option =
          entry.key[0] == '-' && !typed_.options_ended && !typed_.asked;  // it would be taken for one
      const bool has_tab = entry.key.find('\t') != entry.key.npos;  // it would be read as the end of the key
      if (!is_given && !is_option && !has_tab) offer(entry.key);
      return --left > 0;
    });
  }

  /// From scope to scope, past the keys in them: nobody wants to know how many there are.
  template <class Service>
  void scopes(const Service& service) {
    const Glob pattern(Glob::escape(current_) + "*:*");
    std::string after;
    for (std::size_t left = max_live; left > 0; --left) {
      std::string scope;
      service.each({pattern, after, false}, [&scope](const Entry& entry) {
        scope = entry.key.substr(0, entry.key.find(':'));
        return scope.empty();
      });
      if (scope.empty()) return;
      offer(scope);
      after = scope + ":\xff";  // behind every key, which is UTF-8
    }
  }

  void metrics() {
    for (const auto& [family, series] : session_.metrics().families(Glob(Glob::escape(current_) + "*")))
      offer(family.name, family.help);
  }

  TranslationDirectory translation_files() {
    return TranslationDirectory(session_.config().string("i18n.locales"));
  }

  void locales() {
    for (const std::string& locale : translation_files().locales()) offer(locale);
  }

  void translations() {
    const std::string* given = typed_.args.find("--locale");
    const std::string locale = given ? *given : session_.config().string("i18n.default_locale");
    I18n service(i18n_options(session_.config()));
    for (const auto& file : translation_files().files(locale))
      service.load_translations(file.locale, file.path, file.name_space);
    std::size_t left = max_live;
    for (const std::string& key : service.keys(locale)) {
      const bool is_word = key.find_first_of("\t\n") == key.npos && key[0] != '-';
      if (!is_word || !key.starts_with(current_)) continue;
      if (left-- == 0) return;
      offer(key);
    }
  }

  void cache_tags() {
    const std::string* scope = typed_.args.find("--scope");
    const Cache cache = scope ? session_.cache().scoped(*scope) : session_.cache();
    std::size_t left = max_live;
    for (const std::string& tag : cache.tags()) {
      if (left-- == 0) return;
      if (tag[0] != '-' && tag.find('\t') == tag.npos) offer(tag);
    }
  }

  std::string current_;
  std::string prefix_;  // "--scope=", where the value is in the same word
  const Typed& typed_;
  Session& session_;
  Candidates found_;
};

/// The global options among the words, for what is looked up in a store. Nothing that would print.
Args settings(const Typed& typed) {
  Args args;
  for (const auto& [option, value] : typed.args.options) {
    const std::string_view name = option->name;
    if (name == "--verbose") continue;
    const char* home = std::getenv("HOME");
    const bool is_path = name == "--state-dir" || name == "--config";
    args.options.emplace_back(option,
                              is_path && value.starts_with("~/") && home ? home + value.substr(1) : value);
  }
  return args;
}

Candidates candidates(std::vector<std::string> words, Session& session) {
  // A store that does not answer must not hold up the command line.
  std::signal(SIGALRM, [](int) { ::_exit(0); });
  const itimerval limit{{0, 0}, {1, 0}};
  ::setitimer(ITIMER_REAL, &limit, nullptr);
  try {
    std::string current;
    if (!words.empty()) {
      current = std::move(words.back());
      words.pop_back();
    }
    const Typed typed = sort_words(words);
    session.apply(settings(typed));
    return Completer(std::move(current), typed, session).run();
  } catch (const std::exception&) {
    // The user is in the middle of typing: a complaint would land in their command line.
    return {};
  }
}

constexpr const char* files_line = "\tfiles";

}  // namespace

void complete(std::vector<std::string> words, Session& session, Output& out) {
  const Candidates found = candidates(std::move(words), session);
  if (found.files) out.line(files_line);
  for (const auto& [word, what] : found.words) out.line(what.empty() ? word : word + "\t" + what);
}

void complete_line(std::string_view line, std::string_view breaks, Session& session, Output& out) {
  BashLine typed = parse_bash_line(line, breaks);
  if (typed.words.size() < 2) return;
  if (typed.is_redirection) return out.line(files_line);
  typed.words.erase(typed.words.begin());
  const Candidates found = candidates(typed.words, session);
  if (found.files) out.line(files_line);
  for (const auto& [word, what] : found.words)
    out.line(bash_quoted(std::string_view(word).substr(std::min(typed.kept, word.size())), typed.quote));
}

}  // namespace objectos::cli
