/** The code lens at a package clause: what the last run that had this package found of its key. */
import type { CacheAction } from "../../shared/contract/answers.ts";
import { bytesText, durationText } from "../../shared/text/units.ts";
import { shown } from "../../shared/text/safe.ts";
import { fitted, shortened } from "./fitted.ts";

/** So much of a key's short form tells two apart. */
const keyStart = 8;

/** "from the cache · key 3kQ9xYbA · 12.4 kB", "rebuilt in 812 ms: u.go changed". @param action the package's build */
export function packageLensTitle(action: CacheAction): string {
  const key = action.shortID === undefined ? "" : ` · key ${action.shortID.slice(0, keyStart)}`;
  const time = action.durationMs === undefined ? "" : ` in ${durationText(action.durationMs)}`;
  const size = action.bytes === undefined ? "" : ` · ${bytesText(action.bytes)}`;
  const why = reasonText(action);
  const because = (what: string) => (why === undefined ? what : fitted(`${what}: `, shown(why)));
  switch (action.state) {
    case "hit":
      return shortened(`from the cache${key}${size}`);
    case "miss":
      if (action.cutoff === true) return because(`rebuilt${time}, output unchanged`);
      return because(`rebuilt${time}${why === undefined ? key : ""}`);
    case "failed":
      return because(`failed to build${time}`);
    case "building":
      return "is being built";
    case "pending":
      return "not built yet";
    case "unknown":
      return because("not known");
  }
}

/** Of a first build a lens has no room for why there was none before. */
function reasonText({ reason, why }: CacheAction): string | undefined {
  return reason?.kind === "first" ? reason.sentence.split(": ")[0] : (reason?.sentence ?? why);
}
