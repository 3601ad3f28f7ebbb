/** Waiting for VS Code: always for something, and never without end. */
import { debug, type Disposable, type Event } from "vscode";
import type { DebugProtocol } from "@vscode/debugprotocol";

const patienceMs = 60_000;

/** Waits until something is so that can only be looked at. */
export async function becomes<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: not in ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The next value of an event, from now on. */
export function next<T>(event: Event<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error(`${what}: not in ${patienceMs} ms`))), patienceMs);
    const listener: Disposable = event((value) => end(() => resolve(value)));
    const end = (then: () => void) => {
      clearTimeout(timer);
      listener.dispose();
      then();
    };
  });
}

/** The next event of a debug adapter that has this name, from now on. */
export function nextDebugEvent<T extends DebugProtocol.Event>(name: string): Promise<T["body"]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error(`no event ${name} in ${patienceMs} ms`))), patienceMs);
    const tracker = debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: DebugProtocol.Event) => {
          if (message.type === "event" && message.event === name) end(() => resolve(message.body as T["body"]));
        },
      }),
    });
    const end = (then: () => void) => {
      clearTimeout(timer);
      tracker.dispose();
      then();
    };
  });
}
