/// Completion for bash, as ArgumentParser writes it, with two things otherwise.
///
/// Words are taken for the names of files only where files are wanted: else a folder that is named
/// like an endpoint turns the endpoint into a path. And words with colons stay whole: bash splits
/// `group:web` in three.
enum BashCompletion {
    /// - Parameter script: What ArgumentParser writes.
    /// - Returns: The script to be sourced.
    static func script(from script: String) -> String {
        script.replacing(registration, with: wholeWords).replacing(additions, with: filesOnly)
    }

    private static let registration = "complete -o filenames -F _preheat preheat"

    private static let additions = "__preheat_add_completions() {\n"

    private static let filesOnly =
        additions + "    [[ \"${1}\" = -[df] ]] && compopt -o filenames 2>/dev/null\n"

    private static let wholeWords = """
        # Completes words that bash has split at colons as one.
        __preheat_whole_words() {
            local rest="${COMP_LINE}" word cur="${2}" prev="${3}" head=''
            local -a words=()
            local -i index current=0
            for index in "${!COMP_WORDS[@]}"; do
                word="${COMP_WORDS[index]}"
                if [[ "${index}" -gt 0 && -n "${rest}" && "${rest}" != [[:space:]]* ]] \
                    && [[ "${word}" = :* || "${words[-1]}" = *: ]]; then
                    [[ "${index}" -eq "${COMP_CWORD}" ]] && head="${words[-1]}${word}"
                    words[-1]+="${word}"
                else
                    words+=("${word}")
                fi
                rest="${rest#*"${word}"}"
                [[ "${index}" -eq "${COMP_CWORD}" ]] && current="${#words[@]}-1"
            done
            if [[ -n "${head}" ]]; then
                cur="${head}"
                head="${head%"${head##*:}"}"
            fi
            [[ "${current}" -gt 0 ]] && prev="${words[current - 1]}"
            local -a COMP_WORDS=("${words[@]}")
            local -i COMP_CWORD="${current}"
            _preheat "${1}" "${cur}" "${prev}"
            COMPREPLY=("${COMPREPLY[@]#"${head}"}")
        }

        complete -F __preheat_whole_words preheat
        """
}
