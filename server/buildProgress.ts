/** `$/progress` of the builds of runs below this server. */
import type { Connection } from "vscode-languageserver";
import type { GoRun } from "../shared/run/goRun.ts";
import { withProgress, type Report } from "./progress.ts";

export class BuildProgress {
  readonly #connection: Connection;
  readonly #shows: boolean;

  /** @param shows whether the client can be asked to show progress */
  constructor(connection: Connection, shows: boolean) {
    this.#connection = connection;
    this.#shows = shows;
  }

  /** Shows a run's build until the program starts. The user may break it off. */
  async follow(run: GoRun): Promise<void> {
    const title = `go run ${run.attributes.program.join(" ")}`;
    const cancel = () => void run.cancel();
    await withProgress(this.#connection, { title, shows: this.#shows, cancel }, (report) => built(run, report));
  }
}

function built(run: GoRun, report: Report): Promise<void> {
  return new Promise((resolve) => {
    run.on("progress", ({ done, total, package: path }) => {
      report(
        `${done}/${total}${path === undefined ? "" : ` ${path}`}`,
        total === 0 ? 0 : Math.floor((done / total) * 100),
      );
    });
    run.once("built", resolve);
    void run.ended.then(() => resolve());
  });
}
