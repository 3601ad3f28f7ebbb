import type { CompletedCommand, CompletedOption } from "../completion.ts";

/** For fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(
    ({ name, description }) => `complete -c gorunscope -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
  );
  return [
    "# Completion for fish: gorunscope completion fish | source",
    "complete -c gorunscope -f",
    ...names,
    ...commands.flatMap(commandLines),
    "",
  ].join("\n");
}

function commandLines({ name, options, words, takesPackage }: CompletedCommand): string[] {
  const start = `complete -c gorunscope -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...options.map((option) => `${start} ${optionWords(option)}`),
    ...(words.length === 0 ? [] : [`${start} -a ${quote(words.join(" "))}`]),
    ...(takesPackage ? [`${start} -F`] : []),
  ];
}

function optionWords({ name, description, takesValue, takesFile, choices }: CompletedOption): string {
  const files = takesFile ? " -r -F" : takesValue ? " -x" : "";
  const value = choices.length > 0 ? ` -x -a ${quote(choices.join(" "))}` : files;
  return `-l ${name.replace(/^--/, "")}${value} -d ${quote(description)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
