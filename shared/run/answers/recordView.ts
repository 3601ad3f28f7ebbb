/** A kept record as a run that can be asked. */
import type { CacheKeysArguments, CacheKeysResponse, ProcNode, ProcTreeArguments } from "../../contract/answers.ts";
import { errorIds, Failure } from "../../contract/errors.ts";
import { commandLineArguments } from "../../go/packagePatterns.ts";
import { flagsOf } from "../../go/runArguments.ts";
import type { StoredRecord } from "../../record/storedRecord.ts";
import type { RecordSummary } from "../../record/summary.ts";
import { unknownPackage } from "./unknownPackage.ts";
import type { LaunchAgain, RunView } from "./view.ts";

/** Each answer reads the part of the record that it needs. */
export function recordView(record: StoredRecord): RunView {
  const { summary } = record;
  return {
    id: summary.run,
    kind: summary.kind,
    phase: summary.phase,
    buildDir: async () => (await record.rest()).buildDir,
    cacheKeys: (args) => keys(record, args),
    procTree: async ({ live = false }: ProcTreeArguments = {}) => {
      const { procTree } = await record.rest();
      return live ? { ...procTree, root: onlyLive(procTree.root) } : procTree;
    },
    variables: async () => (await record.rest()).variables,
    build: async () => {
      const [{ actions }, inputs, { variables }] = await Promise.all([
        record.keys(),
        record.allInputs(),
        record.rest(),
      ]);
      return { ...summary, ...(variables && { variables }), actions, ...inputs };
    },
    launch: () => launchOf(summary),
  };
}

async function keys(record: StoredRecord, args: CacheKeysArguments = {}): Promise<CacheKeysResponse> {
  const all = await record.keys();
  const wanted = all.actions.filter((action) => args.package === undefined || action.package === args.package);
  if (args.package !== undefined && wanted.length === 0) throw unknownPackage(args.package, all.actions);
  const shown = args.onlyMisses === true ? wanted.filter(({ state }) => ran.has(state)) : wanted;
  if (!(args.inputs ?? args.package !== undefined)) return { ...all, actions: shown };
  const known = await record.allInputs();
  const actions = shown.map((action) => {
    const inputs = known.inputs(action.id);
    return inputs === undefined ? action : { ...action, inputs };
  });
  return { ...all, actions };
}

/** The states of what a tool ran for. */
const ran: ReadonlySet<string> = new Set(["miss", "building", "failed"]);

/** What still ran when the record was written; go itself stays, as the root. */
function onlyLive(root: ProcNode): ProcNode {
  return { ...root, children: root.children.filter(({ state }) => state !== "exited").map(onlyLive) };
}

/** go was started where the user's -C does not count any more: the directory that is kept is the one behind it. */
function launchOf({ run, package: path, flags, cwd, directory, debugPackages = "module" }: RecordSummary): LaunchAgain {
  const isOfFiles = path === commandLineArguments;
  if (isOfFiles || flags.some((word) => word.includes("{digest:"))) {
    const what = isOfFiles ? "was of files whose names are not kept" : "had flags whose values are not kept";
    throw new Failure(errorIds.wrongArguments, `run ${run} ${what}`, {
      advice: "Give the package and its flags: gorunscope forecast [go run flags] PACKAGE.",
    });
  }
  const kept = flagsOf(flags).filter(({ name }) => name !== "C");
  return {
    program: [directory ?? path],
    cwd,
    env: {},
    envFile: [],
    buildFlags: kept.flatMap(({ words }) => words),
    debugPackages: isWord(debugPackages) ? debugPackages : debugPackages.split(" "),
  };
}

function isWord(text: string): text is "module" | "all" | "none" {
  return ["module", "all", "none"].includes(text);
}
