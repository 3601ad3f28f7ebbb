import assert from "node:assert/strict";
import fc from "fast-check";
import type { KeyInput, Reason } from "../../../shared/contract/answers.ts";
import { runSentence } from "../../../shared/run/sentence.ts";
import type { KnownBuild } from "../../../shared/why/build.ts";
import { buildCauses } from "../../../shared/why/buildCause.ts";
import { causesAmong, changesText } from "../../../shared/why/changeNames.ts";
import { changesBetween, type Change } from "../../../shared/why/changes.ts";
import { explain, type Earlier, type ExplainOptions } from "../../../shared/why/explain.ts";
import { fixtureBuild, withInputs } from "./loggedBuild.ts";

/** go run of a small program, as a recorded key log has it. */
const shop: KnownBuild = known({ ...fixtureBuild("compare-run.txt"), module: "example.com/shop" });
const db = "build example.com/shop/internal/db";
const cart = "build example.com/shop/internal/cart";
const main = "build example.com/shop/cmd/shop";
const link = "link example.com/shop/cmd/shop";

function known(build: Pick<KnownBuild, "run" | "package" | "actions" | "inputs"> & Partial<KnownBuild>): KnownBuild {
  return {
    kind: "run",
    flags: [],
    startedAt: "2026-11-22T10:00:00.000Z",
    phase: "exited",
    ...build,
    imports: (id) => (build.inputs(id) ?? []).filter(({ kind }) => kind === "import").map(({ name }) => name),
  };
}

/** The same program after changes of inputs: what has another key was rebuilt. */
function changed(changes: Record<string, (input: KeyInput) => KeyInput | undefined>, more: Partial<KnownBuild> = {}) {
  const build = withInputs(shop, (id, inputs) =>
    inputs.flatMap((input) => changes[id]?.(input) ?? (changes[id] ? [] : input)),
  );
  const actions = build.actions.map((action) =>
    action.actionID === "f".repeat(64) ? { ...action, state: "miss" as const } : action,
  );
  return known({ ...shop, ...build, actions, ...more });
}

const to = (name: string, value: string) => (input: KeyInput) => (input.name === name ? { ...input, value } : input);

function reasonsOf(build: KnownBuild, earlier: Earlier = { builds: [shop] }, options: ExplainOptions = {}) {
  const explanation = explain(build, earlier, options);
  const [cause, shorter] = buildCauses(build, explanation);
  return {
    ...explanation,
    cause,
    shorter,
    reason: (id: string): Reason => explanation.reasons.get(id) ?? assert.fail(id),
  };
}

function failedAt({ actions }: KnownBuild, id: string): KnownBuild["actions"] {
  return actions.map((action) => (action.id === id ? { ...action, state: "failed" } : action));
}

const fileOf = (id: string) => shop.inputs(id)?.find(({ kind }) => kind === "file")?.name ?? "";

/** A package came out different: whoever imports it has another key. */
const another = (path: string) => (input: KeyInput) =>
  input.kind === "import" && (input.name === path || input.name === "packagemain")
    ? { ...input, value: "other/other" }
    : input;

describe("explain", () => {
  const inDb = "example.com/shop/internal/db";
  const inCart = "example.com/shop/internal/cart";

  it("names the file that changed, and what followed from it by which way", () => {
    const build = changed({
      [db]: to(fileOf(db), "changed"),
      [cart]: another(inDb),
      [main]: another(inCart),
      [link]: (input) => another(shop.package)(another(inDb)(another(inCart)(input))),
    });
    const { reason, cause, cutoffs } = reasonsOf(build);
    const file = `internal/db/${fileOf(db)}`;
    assert.equal(reason(db).sentence, `${file} changed`);
    assert.deepEqual(
      reason(db).changes.map(({ kind, name, after }) => ({ kind, name, after })),
      [{ kind: "file", name: file, after: "changed" }],
    );
    assert.equal(reason(main).kind, "cascade");
    assert.deepEqual(reason(main).roots, [inDb]);
    assert.deepEqual(reason(main).path, [shop.package, inCart, inDb]);
    assert.equal(reason(main).sentence, `${file} changed, on which it depends by way of internal/cart`);
    assert.equal(reason(link).kind, "cascade");
    assert.equal(cause, `${file} changed (2 followed, 1 link)`);
    assert.equal(cutoffs.size, 0);
  });

  it("tells of the early cut-off: the link names the same content", () => {
    const { reason, cutoffs, cause, shorter } = reasonsOf(changed({ [db]: to(fileOf(db), "changed") }));
    assert.deepEqual([...cutoffs], [[db, 1]]);
    assert.match(
      reason(db).sentence,
      /changed; rebuilt, but came out the same, so the package that imports it was spared$/,
    );
    assert.match(cause ?? "", /changed \(came out the same, 1 spared\)$/);
    assert.match(shorter ?? "", /changed \(came out the same\)$/);
  });

  it("takes a new Go for what it is, once, though every tool and setting follows it", () => {
    const newer = (input: KeyInput) => ({ ...input, value: input.value.replaceAll("go1.26.8", "go1.27.4") });
    const build = changed(Object.fromEntries(shop.actions.map(({ id }) => [id, newer])));
    const { reason, causes, cause } = reasonsOf(build);
    assert.equal(reason(main).sentence, "Go went from 1.26.8 to 1.27.4");
    assert.equal(causes.length, 1);
    assert.match(cause ?? "", /^Go went from 1\.26\.8 to 1\.27\.4/);
  });

  it("names a module's version by the directory of its packages", () => {
    const at = (version: string) => `/home/someone/go/pkg/mod/golang.org/x/!text@${version}/language`;
    const before = known({
      ...shop,
      ...withInputs(shop, (id, inputs) => inputs.map((input) => (id === db ? to("dir", at("v0.3.7"))(input) : input))),
    });
    const after = changed({ [db]: to("dir", at("v0.3.8")), [link]: another(inDb) });
    const earlier = { ...before, actions: shop.actions };
    assert.equal(
      reasonsOf(after, { builds: [earlier] }).reason(db).sentence,
      "golang.org/x/Text went from v0.3.7 to v0.3.8",
    );
  });

  it("names the versions behind a replacement once, without the files that came with it", () => {
    const path = "golang.org/x/text";
    const replaced = changed({
      [db]: (input) => (input.kind === "file" ? { ...input, name: `/go/pkg/mod/${path}/${input.name}` } : input),
    });
    const module = (value: string): KeyInput => ({ kind: "module", name: path, value });
    const before = { ...shop, inputs: (id: string) => [...(shop.inputs(id) ?? []), module("v0.22.0 h1:abc=")] };
    const versions = ["v0.22.0 => golang.org/x/text v0.21.0 h1:def=", "v0.22.0 => example.com/fork v1.0.0 h1:ghi="];
    const sentences = [...versions, "v0.22.0 => ../text"].map((value) => {
      const after = { ...replaced, inputs: (id: string) => [...(replaced.inputs(id) ?? []), module(value)] };
      return changesText(reasonsOf(after, { builds: [before] }).causes.filter(({ kind }) => kind === "module"));
    });
    assert.deepEqual(sentences, [
      `${path} went from v0.22.0 to v0.21.0`,
      `${path} went from v0.22.0 to example.com/fork@v1.0.0`,
      `${path} went from v0.22.0 to ../text`,
    ]);
    const file = (name: string, before = "a"): Change => ({ kind: "file", name, before, after: "b" });
    const went: Change = { kind: "module", name: path, before: "v0.22.0", after: "v0.21.0" };
    assert.deepEqual(causesAmong([file(`${path}/language/parse.go`), file("db.go"), went]), [went, file("db.go")]);
  });

  it("says gone from the cache, failed before, new, forced, first, unknown", () => {
    const missing = known({
      ...shop,
      actions: shop.actions.map((action) => (action.id === db ? { ...action, state: "miss" } : action)),
    });
    assert.equal(reasonsOf(missing).reason(db).kind, "evicted");
    assert.match(reasonsOf(missing).reason(db).sentence, /which had it in the go run of 2026-11-22 10:00 UTC$/);
    assert.equal(reasonsOf(missing).cause, "gone from the cache");
    const failed = known({
      ...shop,
      actions: shop.actions.map((action) => (action.id === db ? { ...action, state: "failed" } : action)),
    });
    assert.equal(reasonsOf(missing, { builds: [failed] }).reason(db).kind, "first");
    const without = known({ ...shop, actions: shop.actions.filter(({ id }) => id !== db) });
    assert.match(reasonsOf(missing, { builds: [without] }).reason(db).sentence, /^new in this build/);
    assert.equal(reasonsOf(missing, { builds: [without, shop] }).reason(db).kind, "evicted");
    assert.equal(reasonsOf(missing, { builds: [shop] }, { rebuildsAll: true }).reason(db).kind, "forced");
    assert.match(reasonsOf(missing, { builds: [] }).reason(db).sentence, /^first go run of this package here/);
    const bare = known({ ...missing, actions: missing.actions.map(({ actionID: _key, ...action }) => action) });
    assert.equal(reasonsOf(bare).reason(db).kind, "unknown");
    const blind = known({ ...changed({ [db]: to(fileOf(db), "changed") }), inputs: () => undefined });
    assert.equal(reasonsOf(blind).reason(db).kind, "unknown");
  });

  it("tells what changed since the last build that did not fail", () => {
    const edited = { [db]: to(fileOf(db), "changed") };
    const both = { ...edited, [cart]: (input: KeyInput) => another(inDb)(to(fileOf(cart), "broken")(input)) };
    const broken = changed(both, { phase: "failed" });
    const failed = {
      ...broken,
      actions: failedAt(broken, cart)
        .filter(({ id }) => id !== link)
        .map((action) => (action.id === cart ? { ...action, actionID: "e".repeat(64) } : action)),
    };
    const linked = (input: KeyInput) => another(shop.package)(another(inDb)(another(inCart)(input)));
    const restored = changed({ ...edited, [cart]: another(inDb), [main]: another(inCart), [link]: linked });
    const builds = [failed, shop];
    const file = `internal/db/${fileOf(db)} changed`;
    const cached = {
      ...restored,
      actions: restored.actions.map((action) => (action.id === db ? { ...action, state: "hit" as const } : action)),
    };
    const { reason, causes, cause } = reasonsOf(cached, { builds });
    assert.equal(cause, `${file} (2 followed, 1 link)`);
    assert.equal(causes.length, 1);
    assert.match(reason(cart).sentence, new RegExp(`^${file}`));
    const again = reasonsOf(changed(both), { builds: [{ ...broken, actions: failedAt(broken, cart) }, shop] });
    assert.equal(again.reason(cart).sentence, "it failed to build the last time: there was nothing to reuse");
  });

  it("says of a first debug that its flags are others than the go run's", () => {
    const debug = known({ ...changed({ [db]: to("gcflags", "-N -l") }), kind: "debug" });
    const { reason, cause } = reasonsOf(debug, { builds: [], otherKind: shop });
    assert.equal(reason(db).kind, "first");
    assert.equal(reason(db).sentence, "first debug: there is a go run of it, with other flags (-gcflags)");
    assert.equal(cause, "first debug here, with other flags than before (-gcflags)");
  });

  it("says of a flag that nobody typed that it is GOFLAGS'", () => {
    const change = { [db]: to("gcflags", "-N"), [link]: another(inDb) };
    assert.equal(reasonsOf(changed(change)).reason(db).sentence, "GOFLAGS -gcflags was added");
    assert.equal(reasonsOf(changed(change, { flags: ["-gcflags=-N"] })).reason(db).sentence, "-gcflags was added");
  });
});

describe("a sentence that would be too long", () => {
  it("says less, and keeps the end of a name that is longer still", () => {
    const file = (name: string): Change => ({ kind: "file", name, before: "a", after: "b" });
    assert.equal(changesText([file("a".repeat(60)), file("b".repeat(60))]), `${"a".repeat(60)} changed and 1 more`);
    const long = changesText([file(`${"internal/".repeat(20)}u.go`)]);
    assert.equal(long.length, 100);
    assert.match(long, /^….*\/u\.go changed$/);
  });
});

describe("settings that much follows from", () => {
  const flags = (value: string) => [{ name: "GOFLAGS", value }];
  const before = { ...shop, variables: flags("-buildvcs=false") };
  const raced = Object.fromEntries(
    shop.actions.map(({ id }) => [
      id,
      (input: KeyInput): KeyInput =>
        /^(?:forced )?(?:gcflags|ldflags)$/.test(input.name) ? { ...input, value: "-race" } : input,
    ]),
  );
  const causeOf = (build: KnownBuild) => reasonsOf(build, { builds: [before] });

  it("names -race alone for what go adds to the flags of tools", () => {
    const { causes, reason } = causeOf(changed(raced, { flags: ["-race"], variables: before.variables }));
    assert.deepEqual(causes, [{ kind: "flag", name: "-race", after: "true" }]);
    assert.equal(changesText(reason(db).changes), "-race was added");
    const inGoFlags = causeOf(changed(raced, { variables: flags("-buildvcs=false -race") }));
    assert.equal(changesText(inGoFlags.reason(db).changes), "GOFLAGS -race was added");
  });

  it("names the file that was edited at the same time beside it", () => {
    const edited = { ...raced, [db]: (input: KeyInput) => to(fileOf(db), "changed")(raced[db]!(input)) };
    const { causes } = causeOf(changed(edited, { flags: ["-race"], variables: before.variables }));
    assert.deepEqual(
      causes.map(({ name }) => name),
      ["-race", `internal/db/${fileOf(db)}`],
    );
  });

  it("names -tags before the files that are built with it, and each once for the whole build", () => {
    const added: KeyInput = { kind: "file", name: "dev.go", value: "abc" };
    const tagged = withInputs(shop, (id, inputs) => (id === db ? [...inputs, added] : inputs));
    const missed = (actions: KnownBuild["actions"]) =>
      actions.map((action) => (action.id === db ? { ...action, state: "miss" as const } : action));
    const after = known({ ...before, ...tagged, actions: missed(tagged.actions), flags: ["-tags=dev"] });
    const { causes, reason } = causeOf(after);
    assert.deepEqual(causes, [{ kind: "flag", name: "-tags", after: "dev" }]);
    assert.equal(changesText(reason(db).changes), "-tags was added: internal/db/dev.go is built now");
    const back = reasonsOf({ ...before, actions: missed(shop.actions) }, { builds: [after] });
    assert.equal(changesText(back.reason(db).changes), "-tags was removed: internal/db/dev.go is no longer built");
  });

  it("tells of another GOOS with the one before, and not of the files that come and go with it", () => {
    const darwin = Object.fromEntries(
      shop.actions.map(({ id }) => [
        id,
        (input: KeyInput): KeyInput =>
          input.name === "GOOS"
            ? { ...input, value: "darwin" }
            : input.kind === "file"
              ? { ...input, name: "x_darwin.go" }
              : input,
      ]),
    );
    const { causes, reason } = causeOf(
      changed(darwin, { variables: [...before.variables, { name: "GOOS", value: "darwin" }] }),
    );
    assert.equal(changesText(reason(db).changes), "GOOS went from linux to darwin");
    assert.equal(causes.length, 1);
  });

  it("does not take a flag for GOFLAGS' that does not stand there", () => {
    const covered = { [db]: to("gcflags", "-N") };
    const { reason } = causeOf(changed(covered, { variables: before.variables }));
    assert.equal(changesText(reason(db).changes), "-gcflags was added");
    const cover = causeOf(changed(covered, { flags: ["-cover"], variables: before.variables }));
    assert.equal(changesText(cover.reason(db).changes), "-cover was added");
    const quoted = causeOf(changed(covered, { variables: flags("-gcflags=-N -l main.x=1") }));
    assert.equal(changesText(quoted.reason(db).changes), "GOFLAGS -gcflags was added");
  });
});

describe("changesBetween", () => {
  const input = fc.record({
    kind: fc.constantFrom<KeyInput["kind"]>("file", "flag", "import", "env"),
    name: fc.constantFrom("a", "b", "c", "d", "e"),
    value: fc.constantFrom("1", "2"),
  });
  const inputs = fc.uniqueArray(input, { selector: ({ kind, name }) => `${kind} ${name}` });
  const key = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;

  it("finds each input that is another, and no other, in whatever order they stand", () => {
    fc.assert(
      fc.property(inputs, inputs, (before, after) => {
        const { own, imports } = changesBetween(before, after);
        const was = new Map(before.map((each) => [key(each), each.value]));
        const is = new Map(after.map((each) => [key(each), each.value]));
        const different = [...new Set([...was.keys(), ...is.keys()])].filter((each) => was.get(each) !== is.get(each));
        assert.deepEqual([...own, ...imports].map(key).sort(), different.sort());
        for (const change of [...own, ...imports]) {
          assert.equal(change.before, was.get(key(change)));
          assert.equal(change.after, is.get(key(change)));
        }
        assert.ok(imports.every(({ kind }) => kind === "import") && own.every(({ kind }) => kind !== "import"));
      }),
    );
  });
});

describe("the sentence of a run", () => {
  it("has at most 100 characters, and the longest cause that fits", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 120 }), { maxLength: 4 }), fc.nat(), (causes, buildMs) => {
        const sentence = runSentence("exited", { actions: 874, hits: 871, misses: 3, buildMs }, causes);
        assert.ok(sentence.length <= 100, sentence);
        assert.match(sentence, /^rebuilt 3 of 874/);
      }),
    );
    const figures = { actions: 874, hits: 871, misses: 3, buildMs: 1200 };
    assert.equal(runSentence("exited", figures, ["a changed"]), "rebuilt 3 of 874 in 1.2 s: a changed");
    assert.equal(runSentence("exited", figures, ["x".repeat(80)]), `rebuilt 3 of 874: ${"x".repeat(80)}`);
    assert.equal(runSentence("exited", figures, ["x".repeat(90), "short"]), "rebuilt 3 of 874 in 1.2 s: short");
  });
});
