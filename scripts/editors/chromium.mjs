// Chromium without windows, in which code-server's page is shown.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianEditor } from "./debianEditor.mjs";

export default debianEditor({
  name: "chromium",
  suite: "trixie",
  packages: ["chromium-headless-shell", "fonts-dejavu-core"],
  // A graphics driver with a compiler of its own, which it looks for only where there is a screen.
  without: /^(libllvm|libz3|mesa-)/,
  program: "usr/lib/chromium/chromium-headless-shell",
  starts: (root, libraries) => {
    const fonts = join(root, "fonts.conf");
    const directories = `<dir>${join(root, "usr/share/fonts")}</dir><cachedir>${join(root, "var/cache/fontconfig")}</cachedir>`;
    const head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">';
    writeFileSync(fonts, `${head}<fontconfig>${directories}</fontconfig>\n`);
    // Some of its libraries have a search path of their own, which hides the program's.
    const paths = [libraries, join(libraries, "pulseaudio"), join(libraries, "nss")];
    return { variables: { FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: paths.join(":") } };
  },
  version: /^\S.* (\d+\.[\d.]+)/,
});
