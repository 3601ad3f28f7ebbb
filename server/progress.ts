/** `$/progress` for whatever takes over a second, where the client shows it. */
import type { Connection, WorkDoneProgressReporter } from "vscode-languageserver";

/** What is done sooner needs no progress, in milliseconds. */
const silentMs = 1000;

/** Two reports have so much time between them, in milliseconds: a build has hundreds of steps in a second. */
const restMs = 100;

/** Whoever works says how far it is; nobody need see it. */
export type Report = (message: string, percentage?: number) => void;

/**
 * Does something; should it take long, the client is shown that it goes on, and may break it off.
 * @param given what the client has made for a request; absent: one is made where the client can show it
 * @param cancel called when the user breaks it off
 */
export async function withProgress<T>(
  connection: Connection,
  {
    title,
    shows,
    given,
    cancel,
  }: {
    title: string;
    shows: boolean;
    given?: WorkDoneProgressReporter | undefined;
    cancel?: (() => void) | undefined;
  },
  work: (report: Report) => Promise<T>,
): Promise<T> {
  let reporter: WorkDoneProgressReporter | undefined;
  let over = false;
  let last: [string, number | undefined] | undefined;
  let nextAt = 0;
  const begin = async () => {
    const made = given ?? (shows ? await connection.window.createWorkDoneProgress() : undefined);
    if (!made || over) return;
    reporter = made;
    if ("token" in made && cancel)
      (made as { token: { onCancellationRequested(then: () => void): void } }).token.onCancellationRequested(cancel);
    made.begin(title, last?.[1], last?.[0], cancel !== undefined);
  };
  const timer = setTimeout(() => void begin().catch(() => undefined), silentMs);
  timer.unref();
  try {
    return await work((message, percentage) => {
      last = [message, percentage];
      if (!reporter || Date.now() < nextAt) return;
      nextAt = Date.now() + restMs;
      if (percentage === undefined) reporter.report(message);
      else reporter.report(percentage, message);
    });
  } finally {
    over = true;
    clearTimeout(timer);
    reporter?.done();
  }
}
