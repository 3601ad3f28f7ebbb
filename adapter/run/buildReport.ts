/** Tells the client how the build goes: progress where it shows progress, a line of output elsewhere, each compiler error at its place. */
import { basename } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CompilerError, Finding } from "../../shared/go/diagnostics.ts";
import type { RunEvents } from "../../shared/run/events.ts";
import type { GoRun } from "../../shared/run/goRun.ts";
import { explainedSummary } from "../../shared/run/answers/cacheKeys.ts";
import { clientPath } from "./clientPath.ts";

/** A client without progress is told of the build when it takes this long, in milliseconds. */
const lineAfterMs = 1000;

/** Updates of progress come no faster than this, in milliseconds. */
const updateEveryMs = 100;

type Progress = RunEvents["progress"][0];

/** What the report needs of the client. */
export interface ReportTarget {
  sendEvent(event: string, body?: unknown): void;
}

export class BuildReport {
  readonly #run: GoRun;
  readonly #client: ReportTarget;
  readonly #showsProgress: boolean;
  #progressOpen = false;
  #latest: Progress = { done: 0, total: 0 };
  #lastUpdate = 0;
  #updateTimer: NodeJS.Timeout | undefined;
  #lineTimer: NodeJS.Timeout | undefined;
  /** Resolves when all has been said that comes before the program; never, if there is none. */
  readonly over: Promise<void>;
  #isOver!: () => void;
  /** What go says of the program's end. */
  #lastWords = "";

  constructor(run: GoRun, client: ReportTarget, initialize: DebugProtocol.InitializeRequestArguments) {
    this.#run = run;
    this.#client = client;
    // dape (0.24) says that it can, and shows nothing.
    this.#showsProgress = initialize.supportsProgressReporting === true && initialize.clientID !== "dape";
    this.over = new Promise((resolve) => (this.#isOver = resolve));
    run.on("progress", (progress) => this.#progress(progress));
    run.on("finding", (finding) => this.#finding(finding));
    run.on("notice", (sentence) => this.#output("console", `gorunscope: ${sentence}\n`));
    run.on("built", () => this.#built());
    run.on("phase", ({ phase }) => {
      if (phase === "loading") this.#loading();
      if (phase === "exited" || phase === "failed") this.close();
    });
  }

  /** No more of the build will come. */
  close(): void {
    clearTimeout(this.#lineTimer);
    clearTimeout(this.#updateTimer);
    if (!this.#progressOpen) return;
    this.#progressOpen = false;
    this.#client.sendEvent("progressEnd", { progressId: this.#run.id });
  }

  /** The program's output has been handed on: what go said after it comes now. */
  programEnded(): void {
    if (this.#lastWords !== "") this.#output("stderr", this.#lastWords);
    this.#lastWords = "";
  }

  #loading(): void {
    if (this.#showsProgress) {
      this.#progressOpen = true;
      const title = `go run ${this.#run.plan?.program.words.join(" ") ?? ""}`;
      this.#client.sendEvent("progressStart", {
        progressId: this.#run.id,
        title,
        message: "loading packages",
        cancellable: false,
      });
    } else {
      this.#lineTimer = setTimeout(() => this.#output("console", "go run: building…\n"), lineAfterMs);
    }
  }

  /** The last word always reaches the client: it may stand there for long. */
  #progress(progress: Progress): void {
    if (!this.#progressOpen) return;
    this.#latest = progress;
    this.#updateTimer ??= setTimeout(() => this.#update(), this.#lastUpdate + updateEveryMs - Date.now());
  }

  #update(): void {
    this.#updateTimer = undefined;
    this.#lastUpdate = Date.now();
    const { done, total, package: path } = this.#latest;
    const percentage = total === 0 ? 0 : Math.floor((100 * done) / total);
    const message = `${done}/${total}${path === undefined ? "" : ` ${path}`}`;
    this.#client.sendEvent("progressUpdate", { progressId: this.#run.id, message, percentage });
  }

  #finding(finding: Finding): void {
    // What go says of a build that was stopped is what stopping it has done.
    if (this.#run.wasCancelled && this.#run.phases.began("starting") === undefined) return;
    const text = `${finding.lines.join("\n")}\n`;
    if (finding.kind === "error") return this.#compilerError(text, finding.error);
    if (finding.kind === "end") {
      this.#lastWords = text;
      return;
    }
    this.#output(finding.kind === "download" ? "console" : "stderr", text);
    if (finding.kind === "download" && this.#progressOpen) {
      this.#client.sendEvent("progressUpdate", { progressId: this.#run.id, message: text.trim() });
    }
  }

  #built(): void {
    this.close();
    void this.#summary().then(this.#isOver, this.#isOver);
  }

  async #summary(): Promise<void> {
    const { sentence } = await explainedSummary(this.#run);
    this.#output("console", `go run: ${sentence}\n`);
  }

  #compilerError(output: string, error: CompilerError): void {
    const rules = this.#run.attributes.rest.substitutePath;
    const place =
      error.file === undefined
        ? {}
        : {
            source: { name: basename(error.file), path: clientPath(error.file, rules) },
            ...(error.line === undefined ? {} : { line: error.line }),
            ...(error.column === undefined ? {} : { column: error.column }),
          };
    this.#client.sendEvent("output", { category: "stderr", output, ...place });
  }

  #output(category: string, output: string): void {
    this.#client.sendEvent("output", { category, output });
  }
}
