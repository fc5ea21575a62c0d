# bash completion for objectos. Source it, or install it as "objectos" among bash-completion's files.
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
