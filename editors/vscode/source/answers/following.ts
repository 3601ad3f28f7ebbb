/** Tells of changes no faster than they can be read. */
import { Disposable, type Event } from "vscode";

/**
 * Calls `look` after changes, at most once in `everyMs` milliseconds, and never again before the last call has ended.
 */
export function follow(changes: Event<unknown>, everyMs: number, look: () => Promise<void>): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  const soon = () => {
    timer ??= setTimeout(() => void now(), everyMs);
  };
  const now = async () => {
    timer = undefined;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    await look();
    looking = false;
    if (again) soon();
    again = false;
  };
  return Disposable.from(changes(soon), new Disposable(() => clearTimeout(timer)));
}
