// Helix: the one that ends its session on an unknown event, and a newer one.
import { join } from "node:path";
import { debianEditor } from "./debianEditor.mjs";

const description = {
  packages: ["hx"],
  program: "usr/lib/hx/hx",
  starts: (root) => ({ variables: { HELIX_RUNTIME: join(root, "usr/lib/hx/runtime") } }),
  version: /^helix (\S+)/,
};

export const helix = debianEditor({ ...description, name: "hx", suite: "trixie" });
export const helixTesting = debianEditor({ ...description, name: "hx-testing", suite: "forky" });
