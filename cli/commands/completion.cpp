// objectos completion, and the hidden command that the completion scripts call.
#include "commands/tables.hpp"
#include "complete.hpp"
#include "exit_status.hpp"
#include "help.hpp"
#include "manual.hpp"

namespace objectos::cli {
namespace {

constexpr const char* bash_script =
    R"sh(# bash completion for objectos. Source it, or install it as "objectos" among bash-completion's files.
_objectos() {
  local IFS=$'\n' program=${1/#'~/'/"$HOME/"}
  type -P -- "$program" >/dev/null || program=objectos
  # The program takes the line apart itself: bash would cut its words at every : and =.
  mapfile -t COMPREPLY < <("$program" __complete bash -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
  if [[ ${COMPREPLY[0]-} == $'\tfiles' ]]; then
    COMPREPLY=()
    compopt -o default 2>/dev/null
  fi
}
complete -o nosort -F _objectos objectos 2>/dev/null || complete -F _objectos objectos
)sh";

constexpr const char* zsh_script = R"sh(#compdef objectos
# zsh completion for objectos. Install it as _objectos in a directory of $fpath, or source it after compinit.
_objectos() {
  local program=${~${(Q)words[1]}} line word
  local -a lines plain described shown
  integer width=0
  (( $+commands[$program] )) || [[ -x $program ]] || program=objectos
  lines=("${(@f)$("$program" __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  if [[ ${lines[1]-} == $'\tfiles' ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '--[^=]##='
    _files
    return
  fi
  for line in "${lines[@]}"; do
    word=${line%%$'\t'*}
    (( ${#word} > width )) && width=${#word}
  done
  for line in "${lines[@]}"; do
    word=${line%%$'\t'*}
    if [[ -z $word ]]; then
      continue
    elif [[ $line == *$'\t'* ]]; then
      described+=("$word")
      shown+=("${(r:width:)word} -- ${line#*$'\t'}")
    else
      plain+=("$word")
    fi
  done
  (( ${#described} )) && compadd -V described -l -d shown -a described
  (( ${#plain} )) && compadd -V plain -a plain
  (( compstate[nmatches] ))
}
if [[ ${funcstack[1]-} == _objectos ]]; then
  _objectos "$@"
else
  compdef _objectos objectos
fi
)sh";

constexpr const char* fish_script =
    R"sh(# fish completion for objectos. Install it as objectos.fish in ~/.config/fish/completions, or source it.
function __objectos_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    type -q -- $program; or set program objectos
    # The word at the cursor may have a quote that is still open.
    set -l token (commandline -ct)
    set -l current (string unescape -- "$token"; or string unescape -- "$token'"; or string unescape -- "$token\""; or echo -- "$token")
    set -l lines (command $program __complete fish -- $words[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = \tfiles
        set -l parts (string match -r -- '^(--[^=]+=)(.*)$' "$current"; or printf '%s\n' "$current" '' "$current")
        for path in (__fish_complete_path "$parts[3]")
            echo -- $parts[2]$path
        end
    else if set -q lines[1]
        printf '%s\n' $lines
    end
end
complete -c objectos -f -k -a '(__objectos_complete)'
)sh";

int completion(Call& call) {
  const std::string& shell = call.args.positionals[0];
  const char* script = shell == "bash"   ? bash_script
                       : shell == "zsh"  ? zsh_script
                       : shell == "fish" ? fish_script
                                         : nullptr;
  if (!script) {
    throw Error(Errc::usage,
                Message("completion.shell", "\"{{shell}}\" is none of bash, zsh, fish", {{"shell", shell}}));
  }
  call.out.write(script);
  return exit_status::ok;
}

int complete_words(Call& call) {
  const std::vector<std::string>& words = call.args.positionals;
  if (words[0] != "bash") {
    complete({words.begin() + 1, words.end()}, call.session, call.out);
  } else if (words.size() == 3) {
    complete_line(words[1], words[2], call.session, call.out);
  }
  return exit_status::ok;
}

int manual_page(Call& call) {
  if (const std::string* page = call.args.positional(0)) {
    call.out.write(manual(*page));
  } else {
    for (const std::string& name : manual_names()) call.out.line(name);
  }
  return exit_status::ok;
}

int messages(Call& call) {
  call.out.write(help_messages());
  return exit_status::ok;
}

constexpr Positional shell_word[] = {{"SHELL", Arity::one, "the shell: bash, zsh or fish", "bash|zsh|fish"}};
constexpr Example completion_examples[] = {
    {"source <(objectos completion bash)", "in bash, now or from ~/.bashrc"},
    {"objectos completion zsh > \"${fpath[1]}/_objectos\"", "in zsh, from the next start on"},
    {"objectos completion fish > ~/.config/fish/completions/objectos.fish", "in fish, at once"}};
constexpr Command completion_command[] = {
    {"",
     "print a completion script for a shell",
     "Prints a script that completes commands, options, their values, and what there is at the moment: keys, "
     "scopes, configuration keys.",
     shell_word,
     {},
     completion_examples,
     nullptr,
     completion,
     Touches::itself,
     false,
     false}};

constexpr Positional any_words[] = {{"SHELL", Arity::one, "which shell asks"},
                                    {"WORD", Arity::any, "the words so far, or bash's line and word breaks"}};
constexpr Positional page_word[] = {{"PAGE", Arity::optional, "a manual page's name; without it, all names"}};
constexpr Command complete_command[] = {
    {"", "", "", any_words, {}, {}, nullptr, complete_words, Touches::itself, false, false}};
constexpr Command manual_command[] = {
    {"", "", "", page_word, {}, {}, nullptr, manual_page, Touches::itself, false, false}};
constexpr Command messages_command[] = {
    {"", "", "", {}, {}, {}, nullptr, messages, Touches::itself, false, false}};

}  // namespace

const Group completion_group{"completion", "print a completion script for a shell", "", completion_command};
const Group internal_groups[3] = {{"__complete", "", "", complete_command},
                                  {"__manual", "", "", manual_command},
                                  {"__messages", "", "", messages_command}};

}  // namespace objectos::cli
