/** What signals do to `gorunscope run`: what they do to go run, except that nothing is left behind. */
import { signal } from "../shared/process/identity.ts";
import type { GoRun } from "../shared/run/goRun.ts";

/** Those of the keyboard reach the whole foreground group: the program has them already. */
const fromKeyboard = ["SIGINT", "SIGQUIT"] as const;
const toEnd = ["SIGTERM", "SIGHUP"] as const;

export class RunSignals {
  readonly #run: GoRun;
  #endsWith: NodeJS.Signals | undefined;

  /** Takes the signals from now on. */
  constructor(run: GoRun) {
    this.#run = run;
    for (const name of fromKeyboard) process.on(name, () => this.#keyboard(name));
    for (const name of toEnd) process.on(name, () => this.#end(name));
  }

  /** The signal that this process has to end by, once the run is over. */
  get endsWith(): NodeJS.Signals | undefined {
    return this.#endsWith;
  }

  /** Once the program has started go waits for it whatever comes; before, these end go. */
  #keyboard(name: NodeJS.Signals): void {
    if (this.#run.phases.began("starting") !== undefined) return;
    this.#endsWith = name;
    void this.#run.cancel();
  }

  /** The program gets the signal and may end as it likes; a second one ends whatever is left. */
  #end(name: NodeJS.Signals): void {
    const { program } = this.#run;
    const isFirst = this.#endsWith === undefined;
    this.#endsWith ??= name;
    if (isFirst && program) signal(program, name);
    else void this.#run.cancel();
  }
}
