// The terminal that Helix is driven in.
import { join } from "node:path";
import { debianEditor } from "./debianEditor.mjs";

export default debianEditor({
  name: "tmux",
  suite: "trixie",
  packages: ["tmux"],
  program: "usr/bin/tmux",
  starts: (root) => ({ variables: { TERMINFO_DIRS: join(root, "usr/share/terminfo") } }),
  asked: "-V",
  version: /^tmux (\S+)/,
});
