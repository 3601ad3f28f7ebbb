/** The code lens at a package clause: what the last run that had this package found of its key. */
import type { CacheAction } from "../../shared/contract/answers.ts";
import { bytesText, durationText } from "../../shared/text/units.ts";
import { shown } from "../../shared/text/safe.ts";
import { shortened } from "./mainLens.ts";

/** So much of a key's short form tells two apart. */
const keyStart = 8;

/** "from the cache · key 3kQ9xYbA · 12.4 kB", "rebuilt in 812 ms: u.go changed". @param action the package's build */
export function packageLensTitle(action: CacheAction): string {
  const key = action.shortID === undefined ? "" : ` · key ${action.shortID.slice(0, keyStart)}`;
  const time = action.durationMs === undefined ? "" : ` in ${durationText(action.durationMs)}`;
  const size = action.bytes === undefined ? "" : ` · ${bytesText(action.bytes)}`;
  const why = action.reason?.sentence ?? action.why;
  const because = why === undefined ? "" : `: ${shown(why)}`;
  switch (action.state) {
    case "hit":
      return shortened(`from the cache${key}${size}`);
    case "miss":
      return shortened(
        action.cutoff === true ? `rebuilt${time}, output unchanged${because}` : `rebuilt${time}${because || key}`,
      );
    case "failed":
      return shortened(`failed to build${time}${because}`);
    case "building":
      return "is being built";
    case "pending":
      return "not built yet";
    case "unknown":
      return shortened(`not known${because}`);
  }
}
