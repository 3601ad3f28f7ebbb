import type { CompletedCommand, CompletedOption } from "../completion.ts";

/** For bash 3.2 and newer: that is what macOS has. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return `# Completion for bash: source <(gorunscope completion bash)
_gorunscope() {
  local IFS=$'\\n' current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W $'${list(commands.map(({ name }) => name))}' -- "$current"))
    return
  fi
  # bash takes --option=value for three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case \${COMP_WORDS[1]} in
${commands.map(commandCase).join("\n")}
  esac
}
complete -F _gorunscope gorunscope
`;
}

function commandCase({ name, options, words, takesPackage }: CompletedCommand): string {
  const withValue = options.filter(({ takesValue }) => takesValue);
  const lines = [
    ...(withValue.length === 0
      ? []
      : ["case $previous in", ...withValue.map((option) => `  ${option.name}) ${values(option)} ;;`), "esac"]),
    ...(options.length === 0
      ? []
      : [
          "if [[ $current == -* ]]; then",
          `  ${reply(`-W $'${list(options.map((option) => option.name))}'`)}`,
          "  return",
          "fi",
        ]),
    ...(words.length === 0 ? [] : [reply(`-W $'${list(words)}'`)]),
    ...(takesPackage ? [reply("-f"), "compopt -o filenames 2>/dev/null"] : []),
  ];
  return [`    ${name})`, ...lines.map((line) => `      ${line}`), "      ;;"].join("\n");
}

function values({ choices, takesFile }: CompletedOption): string {
  if (choices.length > 0) return `${reply(`-W $'${list(choices)}'`)}; return`;
  return takesFile ? `${reply("-f")}; return` : "return";
}

function reply(generator: string): string {
  return `COMPREPLY=($(compgen ${generator} -- "$current"))`;
}

/** Words inside $'…', one in a line. */
function list(words: readonly string[]): string {
  return words.join("\\n");
}
