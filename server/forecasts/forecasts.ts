/** What the next run of each open program would rebuild, found out again when one stops typing. */
import { EventEmitter } from "node:events";
import type { ForecastResponse } from "../../shared/contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../../shared/contract/errors.ts";
import type { Background } from "../packages/background.ts";
import type { GoPackage } from "../packages/goPackage.ts";

/** One program to forecast: its package, and what go run would be given and with which flags. */
export interface ForecastTarget {
  package: GoPackage;
  /** A package, a directory, or files. */
  program: string[];
  cwd: string;
  for: "run" | "debug";
  buildFlags: string[];
  env: NodeJS.ProcessEnv;
  goBinary: string;
}

/** What is asked of whoever can forecast. @param overlay texts of files that are not saved, by path */
export type Forecaster = (
  target: ForecastTarget,
  overlay: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<ForecastResponse>;

interface ForecastsEvents {
  /** A forecast is there, or another than before. */
  changed: [];
  /** A sentence for the log. */
  problem: [string];
}

export interface ForecastsSources {
  forecast: Forecaster;
  /** The programs whose forecasts somebody sees. */
  targets: () => ForecastTarget[];
  overlay: () => Record<string, string>;
}

export class Forecasts extends EventEmitter<ForecastsEvents> {
  readonly #background: Background;
  readonly #sources: ForecastsSources;
  readonly #known = new Map<string, ForecastResponse>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(background: Background, sources: ForecastsSources) {
    super();
    this.#background = background;
    this.#sources = sources;
  }

  /** The last forecast of a program. */
  of({ directory }: GoPackage): ForecastResponse | undefined {
    return this.#known.get(directory);
  }

  /**
   * Forecasts a program because somebody asks, after what is asked of go already.
   * @param texts of files that are not saved, by path: they go over the buffers
   * @throws Failure as the forecaster; the signal's reason where it is aborted
   */
  async ask(
    target: ForecastTarget,
    signal: AbortSignal,
    texts: Readonly<Record<string, string>> = {},
  ): Promise<ForecastResponse> {
    const overlay = { ...this.#sources.overlay(), ...texts };
    const about = `asked for ${target.for} ${nameOf(target)} ${target.program.join(" ")}`;
    // Who breaks it off does not wait for what is asked of go before it.
    const aborted = new Promise<undefined>((resolve) => {
      signal.addEventListener("abort", () => {
        this.#background.cancel(about);
        resolve(undefined);
      });
    });
    const forecast = this.#background.run(about, (own) => this.#sources.forecast(target, overlay, own));
    const told = await Promise.race([forecast, aborted]);
    signal.throwIfAborted();
    if (!told) throw new Failure(errorIds.wrongPhase, "the forecast was asked for again, or the server ends");
    return told;
  }

  /** Forecasts anew after a while; what is under way is of no use any more, and is broken off. */
  schedule(delayMs: number): void {
    if (this.#closed) return;
    this.#breakOff();
    this.#timer = setTimeout(() => void this.#forecastAll(), delayMs);
    this.#timer.unref();
  }

  /** What is known of the next runs is not true any more. */
  clear(): void {
    this.#breakOff();
    this.#known.clear();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #breakOff(): void {
    clearTimeout(this.#timer);
    for (const target of this.#sources.targets()) this.#background.cancel(nameOf(target));
  }

  async #forecastAll(): Promise<void> {
    const overlay = this.#sources.overlay();
    await Promise.all(this.#sources.targets().map((target) => this.#forecast(target, overlay)));
  }

  async #forecast(target: ForecastTarget, overlay: Record<string, string>): Promise<void> {
    const { directory } = target.package;
    try {
      const told = await this.#background.run(nameOf(target), (signal) =>
        this.#sources.forecast(target, overlay, signal),
      );
      if (!told || this.#closed) return;
      const isNew = JSON.stringify(told) !== JSON.stringify(this.#known.get(directory));
      this.#known.set(directory, told);
      if (isNew) this.emit("changed");
    } catch (error) {
      if (this.#known.delete(directory)) this.emit("changed");
      this.emit("problem", `forecast of ${target.program.join(" ")}: ${sentenceOf(error)}`);
    }
  }
}

function nameOf({ package: { directory } }: ForecastTarget): string {
  return `forecast ${directory}`;
}
