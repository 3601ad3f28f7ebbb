/** What is said of records that cannot be read. */
import { countText } from "../shared/text/units.ts";
import { writeTo } from "./output.ts";

/** Writes one line to standard error, however many there are; none where there is none. @param problems a sentence for each */
export function tellPassedOver([first, ...others]: readonly string[]): void {
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` (${countText(others.length, "more record")} cannot be read)`;
  writeTo(2, `gorunscope: passed over: ${first}${more}\n`);
}
