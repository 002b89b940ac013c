// @ts-check

/** What each shell has to be told, so that it asks us how a line goes on. `_complete` prints a suggestion on each line. */
const SCRIPTS = {
  // Bash breaks words at colons, so what is before the last one of the word is not offered again.
  bash: `_console_complete() {
  local line="\${COMP_LINE:0:COMP_POINT}"; local word="\${line##* }"; local before="\${word%"\${word##*:}"}"
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" _complete "\${line#* }" 2>/dev/null))
  [[ "$COMP_WORDBREAKS" == *:* ]] && COMPREPLY=("\${COMPREPLY[@]#"$before"}")
}
complete -o default -F _console_complete console ./console`,
  zsh: `#compdef console
_console_complete() {
  local -a found
  found=("\${(@f)$("\${words[1]}" _complete "\${LBUFFER#* }" 2>/dev/null)}")
  compadd -- $found
}
compdef _console_complete console ./console`,
  fish: `complete -c console -f -a '(console _complete (string replace -r "^\\\\S+ " "" -- (commandline -cp)) 2>/dev/null)'`,
};

/** @param {readonly string[]} args @returns {string} the script for a shell */
export function completionScript([shell = 'bash']) {
  const script = Object.hasOwn(SCRIPTS, shell) ? Reflect.get(SCRIPTS, shell) : undefined;
  if (script === undefined)
    throw new Error(
      `There is no completion for ${shell}; there is one for ${Object.keys(SCRIPTS).join(', ')}.`,
    );
  return String(script);
}
