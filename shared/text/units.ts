/** Figures as people say them. */
import { shown } from "./safe.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "812 B", "19.0 kB", "1.4 MB", "144 MB": powers of 1000. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let value = bytes;
  let text = "";
  for (const unit of ["kB", "MB", "GB", "TB"]) {
    value /= 1000;
    text = `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
    if (value < 999.5) break;
  }
  return text;
}

/** "812 ms", "1.2 s", "2 min 5 s", "3 h 20 min", "2 d 4 h". */
export function durationText(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoUnits(seconds, 60, "min", "s");
  const minutes = Math.round(ms / minute);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, "h", "min");
  return twoUnits(Math.round(ms / hour), 24, "d", "h");
}

function twoUnits(amount: number, size: number, large: string, small: string): string {
  const rest = amount % size;
  return `${Math.floor(amount / size)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}

/**
 * A time, as "3 s ago" where the present is known and the time lies up to a week before it, else as "2026-11-22 22:51:38 UTC".
 * @param time ISO 8601; anything else is shown as it is
 */
export function timeText(time: string, now?: Date): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return shown(time);
  const ago = now === undefined ? undefined : agoText(now.getTime() - at);
  return ago ?? `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function agoText(ms: number): string | undefined {
  if (ms < 0 || ms >= 7 * day) return undefined;
  if (ms < 1000) return "just now";
  if (ms < minute) return `${Math.floor(ms / 1000)} s ago`;
  if (ms < hour) return `${Math.floor(ms / minute)} min ago`;
  if (ms < day) return `${Math.floor(ms / hour)} h ago`;
  return `${countText(Math.floor(ms / day), "day")} ago`;
}

/** "1 process", "5 processes". */
export function countText(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
