import type { CompletedCommand, CompletedOption } from "../completion.ts";

/** For zsh, sourced after compinit or as a file `_gorunscope` in fpath. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`);
  return `#compdef gorunscope
# Completion for zsh: source <(gorunscope completion zsh)
_gorunscope() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _gorunscope ]]; then
  _gorunscope "$@"
else
  compdef _gorunscope gorunscope
fi
`;
}

function commandCase({ name, options, words, takesPackage }: CompletedCommand): string {
  const specs = [
    ...options.map(optionSpec),
    ...(words.length === 0 ? [] : [`1:argument:(${words.join(" ")})`]),
    ...(takesPackage ? ["*:package:_files"] : []),
  ];
  return `    ${name}) _arguments ${(specs.length === 0 ? ["*:argument:_files"] : specs).map(quote).join(" ")} ;;`;
}

/** As _arguments reads it: --name=[what it does]:value:how it is completed */
function optionSpec({ name, description, takesValue, takesFile, choices }: CompletedOption): string {
  const value = choices.length > 0 ? `(${choices.join(" ")})` : takesFile ? "_files" : " ";
  const explained = `[${description.replaceAll(/[[\]\\:]/g, "\\$&")}]`;
  return takesValue ? `${name}=${explained}:value:${value}` : `${name}${explained}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
