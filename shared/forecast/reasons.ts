/** Why what is not in the cache is not there: the explanation of the build that is to come, from the builds before it. */
import type { CacheAction, KeyInput, Reason } from "../contract/answers.ts";
import type { RunKind, SetVariable } from "../contract/record.ts";
import { importPaths } from "../go/keyInputs.ts";
import type { KnownBuild } from "../why/build.ts";
import { causesAmong, changeText, changesText, nameChanges, type NamingContext } from "../why/changeNames.ts";
import { changesBetween, type Change } from "../why/changes.ts";
import { explain, type Earlier } from "../why/explain.ts";
import { fitting } from "../why/fitting.ts";
import { packageName } from "../why/packageName.ts";
import { settingsBetween } from "../why/settingChanges.ts";
import type { Judged } from "./judge.ts";

/** What is known of the build that is to come. */
export interface Coming {
  kind: Extract<RunKind, "run" | "debug">;
  /** The import path of package main. */
  package: string;
  /** Without secrets, as a record has them. */
  flags: string[];
  /** Those of go's variables that are set, without secrets. */
  variables: readonly SetVariable[];
  module: string | undefined;
  goVersion: string;
  /** -a. */
  forced: boolean;
  /** The inputs of a key, secrets as the digests of the records. */
  inputsOf(judged: Judged): KeyInput[];
}

export interface Reasons {
  /** Of all that is no hit, in the order of the actions. */
  reasons: ReadonlyMap<Judged, Reason>;
  /** What has changed by itself since the last build. */
  causes: Change[];
}

/** Finds the reasons of all that is not certain to be a hit. */
export function reasonsOf(judged: readonly Judged[], coming: Coming, earlier: Earlier): Reasons {
  const build = comingBuild(judged, coming);
  const explained = explain(build, earlier, { rebuildsAll: coming.forced });
  const context = earlier.builds[0] ? settingsBetween(earlier.builds[0], build) : {};
  const reasons = new Map<Judged, Reason>();
  const causes = [...explained.causes];
  for (const each of judged) {
    if (each.state === "hit") continue;
    const own = isWithoutKey(each) ? ownChanges(each, coming, earlier, context) : [];
    causes.push(...own);
    const reason = plainReason(each, coming, own) ?? explained.reasons.get(idOf(each));
    if (reason) reasons.set(each, reason);
  }
  return { reasons, causes: causesAmong(causes) };
}

function idOf({ action, package: path }: Judged): string {
  return `${action} ${path}`;
}

/** The build as it would be recorded had it come to its end. */
function comingBuild(judged: readonly Judged[], coming: Coming): KnownBuild {
  const byId = new Map(judged.map((each) => [idOf(each), each]));
  const actions = judged.map((each): CacheAction => {
    const { action, package: path, state, actionID } = each;
    return { id: idOf(each), action, package: path, state, ...(actionID === undefined ? {} : { actionID }) };
  });
  return {
    run: "",
    kind: coming.kind,
    package: coming.package,
    flags: coming.flags,
    variables: coming.variables,
    ...(coming.module === undefined ? {} : { module: coming.module }),
    startedAt: "",
    phase: "planned",
    actions,
    inputs: (id) => {
      const found = byId.get(id);
      return found && coming.inputsOf(found);
    },
    imports: (id) => importPaths(byId.get(id)?.inputs() ?? []),
  };
}

/** The reasons that lie in how the forecast was made; undefined where a comparison with earlier keys tells more. */
function plainReason(judged: Judged, coming: Coming, own: Change[]): Reason | undefined {
  const { action, package: path, verdict, cascade, actionID } = judged;
  switch (verdict) {
    case "cascade": {
      if (!cascade) return undefined;
      const on = `depends on how ${placesText(cascade.roots, coming.module)} out`;
      const sentence = own[0] === undefined ? on : alsoText(own, own[0], on);
      return { kind: "cascade", sentence, changes: own, roots: cascade.roots, path: cascade.path };
    }
    case "unkept":
      return plain("forced", `${coming.goVersion} finds no linked program in this cache: it links at every run`);
    case "ambiguous":
      return plain("unknown", "go list did not say one key that could be computed again");
    case "asked":
      return plain("unknown", "the cache is kept by GOCACHEPROG, which only go can ask");
    case "profile":
      return plain("unknown", "the profile for PGO is new, and what go makes of it is part of this key");
    default:
      // Of a link without a key of its own main is what changed.
      if (action !== "link" || actionID !== undefined || verdict !== "absent") return undefined;
      return {
        ...plain("cascade", `${packageName(path, coming.module)} is rebuilt, and its key is a part of the link's`),
        roots: [path],
        path: [path],
      };
  }
}

function alsoText(own: readonly Change[], first: Change, on: string): string {
  const more = own.length > 1 ? ` and ${own.length - 1} more` : "";
  return fitting([
    `${changesText(own)}; it also ${on}`,
    `${changeText(first)}${more}; it also ${on}`,
    `${changeText(first)}${more}; it also depends on others that changed`,
    `${changeText(first)}${more}`,
  ]);
}

function plain(kind: Reason["kind"], sentence: string): Reason {
  return { kind, sentence, changes: [] };
}

/** "internal/util comes", "internal/util and 2 more packages come". */
function placesText([first = "", ...rest]: readonly string[], module: string | undefined): string {
  const name = packageName(first, module);
  if (rest.length === 0) return `${name} comes`;
  return `${name} and ${rest.length} more package${rest.length === 1 ? "" : "s"} come`;
}

/** What cannot be compared by its key; the link's is not known where main is rebuilt. */
function isWithoutKey({ action, state, verdict, actionID }: Judged): boolean {
  return state === "unknown" || (action === "link" && verdict === "absent" && actionID === undefined);
}

/** What has changed in an action whose key is not known yet: of the main module's, since others are not edited. */
function ownChanges(
  judged: Judged,
  coming: Coming,
  { builds: [last] }: Earlier,
  settings: Pick<NamingContext, "settings" | "goFlags">,
): Change[] {
  const { package: path } = judged;
  const { module } = coming;
  const isOwn = path === coming.package || (module !== undefined && `${path}/`.startsWith(`${module}/`));
  if (!isOwn || !last) return [];
  const before = last.inputs(idOf(judged));
  if (!before) return [];
  const { own } = changesBetween(before, coming.inputsOf(judged));
  return nameChanges(own, { package: path, ...settings, ...(module === undefined ? {} : { module }) });
}
