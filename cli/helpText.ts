/** Examples for the help of each command. */

const examples: Readonly<Record<string, readonly (readonly [line: string, meaning: string])[]>> = {
  gorunscope: [
    ["gorunscope doctor", "what is missing on this machine, if anything"],
    ["gorunscope run ./cmd/app -addr :8080", "go run, with a summary of its build"],
    ["gorunscope debug ./cmd/app", "stop in main.main and show the three answers"],
    ["gorunscope dap", "the debug adapter, for an editor"],
  ],
  run: [
    ["gorunscope run .", "what `go run .` does; a summary at a terminal"],
    ["gorunscope run -race ./cmd/app -addr :8080", "go's flags before the package, the program's after it"],
    ["gorunscope run --json run.json ./cmd/app", "the whole record of the run in a file"],
    ["gorunscope run --exit-code=program ./cmd/check", "exit with the program's own status, as 3"],
    ["gorunscope run --fail-on 'misses>20,buildMs>60000' .", "exit with 1 where too much was rebuilt"],
  ],
  debug: [
    ["gorunscope debug .", "stop in main.main, three answers, run to the end"],
    ["gorunscope debug -tags dev ./cmd/app -addr :8080", "go's flags before the package, the program's after it"],
    ["gorunscope debug --json ./cmd/app >answers.json", "the answers for a script"],
  ],
  demo: [
    ["gorunscope demo", "the tour, with the bundled example"],
    ["gorunscope demo ./cmd/app -addr :8080", "the same with a program of yours"],
  ],
  explain: [
    ["gorunscope explain", "why the last run here rebuilt what it rebuilt"],
    ["gorunscope explain ./internal/db", "why it rebuilt that package"],
    ["gorunscope explain --json", "the same for a script"],
  ],
  doctor: [
    ["gorunscope doctor", "look at go, dlv, permissions and directories"],
    ["gorunscope doctor --fix", "and install a dlv that fits, if there is none"],
    ["gorunscope doctor --json", "the same for a script"],
  ],
  completion: [
    ["source <(gorunscope completion bash)", "in ~/.bashrc"],
    ["source <(gorunscope completion zsh)", "in ~/.zshrc, after compinit"],
    ["gorunscope completion fish | source", "in ~/.config/fish/config.fish"],
  ],
};

/** What stands at the end of a command's help; empty where there are no examples. */
export function examplesText(command: string): string {
  const rows = examples[command] ?? [];
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([line]) => line.length));
  return ["", "Examples:", ...rows.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`)].join("\n");
}
