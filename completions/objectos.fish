# fish completion for objectos. Install it as objectos.fish in ~/.config/fish/completions, or source it.
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
