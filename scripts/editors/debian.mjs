// Debian's packages without installing them: apt with a state of its own, on the mirror that this machine's apt uses, and plain
// extraction. Nothing is configured, nothing of the system is written, and it needs no root.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { editorsFolder } from "./place.mjs";

/** By dpkg's name of an architecture: the folder of its libraries and its dynamic linker, from Debian's multiarch tuples. */
const architectures = {
  amd64: { libraries: "usr/lib/x86_64-linux-gnu", linker: "usr/lib64/ld-linux-x86-64.so.2" },
  arm64: { libraries: "usr/lib/aarch64-linux-gnu", linker: "usr/lib/ld-linux-aarch64.so.1" },
};

const keyrings = ["/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp"];

/** What only a person at a desk reads. */
const unread = ["./usr/share/doc", "./usr/share/man", "./usr/share/locale", "./usr/share/icons"];

/** The apt state of each suite that was opened, its lists fetched. */
const suites = new Map();

/**
 * Downloads packages of a suite with all that they need, and extracts them.
 * @param {string} suite Debian's codename
 * @param {string[]} packages
 * @param {string} folder for the files; made
 * @param {{ without?: RegExp, say: (line: string) => void }} options `without`: names of packages to leave out
 * @returns {Promise<{ libraries: string, linker: string }>} absolute paths in the folder
 */
export async function extractPackages(suite, packages, folder, { without, say }) {
  const architecture = await thisArchitecture();
  if (!suites.has(suite)) suites.set(suite, openSuite(suite, architecture));
  const options = await suites.get(suite);
  const archives = join(folder, "archives");
  mkdirSync(join(archives, "partial"), { recursive: true });
  say(`downloads ${packages.join(", ")} of ${suite}`);
  const install = ["install", "--yes", "--download-only", "libc6", ...packages];
  await run(["apt-get", ...options, "-o", `Dir::Cache::archives=${archives}`, ...install]);
  const files = readdirSync(archives).filter((file) => file.endsWith(".deb") && without?.test(file) !== true);
  say(`unpacks ${files.length} packages`);
  for (const file of files) await extract(join(archives, file), folder);
  rmSync(archives, { recursive: true });
  const { libraries, linker } = architectures[architecture];
  return { libraries: join(folder, libraries), linker: join(folder, linker) };
}

async function extract(archive, folder) {
  const excluded = unread.map((path) => `--exclude=${path}`).join(" ");
  const tar = `tar -xf - -C "$2" --no-same-owner --keep-directory-symlink ${excluded}`;
  await run(["sh", "-c", `dpkg-deb --fsys-tarfile "$1" | ${tar}`, "sh", archive, folder]);
}

async function thisArchitecture() {
  const architecture = (await run(["dpkg", "--print-architecture"])).trim();
  if (architectures[architecture] === undefined) throw new Error(`not for the architecture ${architecture}`);
  return architecture;
}

/** @returns {Promise<string[]>} apt-get's options for a state in which the suite is all there is */
async function openSuite(suite, architecture) {
  const state = join(editorsFolder, "apt", suite);
  for (const path of ["apt.conf.d", "preferences.d", "sources.list.d", "trusted.gpg.d"]) {
    mkdirSync(join(state, "etc/apt", path), { recursive: true });
  }
  for (const path of ["var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "var/lib/dpkg"]) {
    mkdirSync(join(state, path), { recursive: true });
  }
  const status = join(state, "var/lib/dpkg/status");
  writeFileSync(status, "");
  const source = `deb [signed-by=${keyring()}] ${await mirror()} ${suite} main\n`;
  writeFileSync(join(state, "etc/apt/sources.list"), source);
  const settings = {
    Dir: state,
    "Dir::State::status": status,
    "Dir::Cache::pkgcache": "",
    "Dir::Cache::srcpkgcache": "",
    "APT::Architecture": architecture,
    "APT::Architectures": architecture,
    "APT::Install-Recommends": "false",
    // The state belongs to whoever runs this, and not to apt's own user.
    "APT::Sandbox::User": "",
    "Acquire::Languages": "none",
    "Acquire::Retries": "3",
    "Debug::NoLocking": "true",
  };
  const options = ["-qq", ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
  await run(["apt-get", ...options, "-o", "APT::Update::Error-Mode=any", "update"]);
  return options;
}

function keyring() {
  const found = keyrings.find((path) => existsSync(path));
  if (found === undefined) throw new Error("Debian's archive keyring is not on this machine");
  return found;
}

/** The mirror from which this machine has its own Debian. */
async function mirror() {
  const release = readFileSync("/etc/os-release", "utf8").match(/^VERSION_CODENAME=(.*)$/m)?.[1];
  const format = "$(RELEASE) $(CODENAME) $(REPO_URI)";
  const targets = await run(["apt-get", "indextargets", "--format", format, "Created-By: Packages", "Component: main"]);
  const lines = targets.split("\n").map((line) => line.split(" "));
  const own = lines.find((words) => words.slice(0, -1).includes(release) && /\/debian\/?$/.test(words.at(-1)));
  if (own === undefined) throw new Error("apt on this machine has no source of Debian's packages");
  return own.at(-1);
}
