/**
 * The completion script of bash. It asks `clr complete`, like those of the other shells. When `clr` has no suggestion, bash
 * completes file names. The script works without the package bash-completion, with an alias of `clr`, and can be sourced again.
 */
export const BASH_COMPLETION = String.raw`# bash completion for clr
__clr_complete() {
    local line=${'$'}{COMP_LINE:0:COMP_POINT} suggestion
    local -a words
    read -r -a words <<< "$line"
    # A space at the end starts a new, empty word.
    if [[ $line == *[[:space:]] ]]; then words+=(""); fi
    COMPREPLY=()
    while IFS=$'\t' read -r suggestion _; do
        # The last line contains a number for other shells.
        if [[ $suggestion != :* ]]; then COMPREPLY+=("$suggestion"); fi
    done < <(clr complete -- "${'$'}{words[@]:1}" 2>/dev/null)
}
complete -o bashdefault -o default -F __clr_complete clr`;
