import assert from "node:assert/strict";
import { judge, type CachedOutput, type Judged, type Surroundings } from "../../../shared/forecast/judge.ts";
import { keyOf, linkInputs, linkOutputKey, mainInputs, programKeys } from "../../../shared/forecast/keys.ts";
import { buildIDOfMain, recorded } from "./recorded.ts";

const version = "go1.26.8";
const list = programKeys(recorded("list", version))!;
const edited = programKeys(recorded("list-edited", version))!;
const buildID = buildIDOfMain(recorded("run", version));
const mainKey = keyOf(mainInputs(list.packages.get(list.main)!.block));
const linkKey = keyOf(linkInputs(list, buildID));

function cacheOf(...keys: string[]): Surroundings {
  const found = (key: string): CachedOutput => ({ buildID: key === mainKey ? buildID : undefined });
  const lookup = (key: string) => Promise.resolve(keys.includes(key) ? found(key) : undefined);
  return { lookup, forced: false, keepsPrograms: true, cacheProgram: false };
}

/** All that is no hit: "unknown build example.com/m". */
function told(judged: Judged[]): string[] {
  return judged
    .filter(({ state }) => state !== "hit")
    .map(({ state, action, package: path }) => `${state} ${action} ${path}`);
}

describe("the judgement of a build that is to come", () => {
  it("calls all hits where all is in the cache", async () => {
    const judged = await judge(list, cacheOf(mainKey, linkKey));
    assert.deepEqual(told(judged), []);
    assert.equal(judged.length, list.packages.size + 1);
    assert.equal(judged.at(-1)?.actionID, linkKey);
  });

  it("calls the link alone a miss where its program is gone", async () => {
    const judged = await judge(list, cacheOf(mainKey));
    assert.deepEqual(told(judged), ["miss link example.com/m"]);
    assert.equal(judged.at(-1)?.verdict, "absent");
  });

  it("calls main and the link misses where main was never built so", async () => {
    const judged = await judge(list, cacheOf());
    assert.deepEqual(told(judged), ["miss build example.com/m", "miss link example.com/m"]);
  });

  it("leaves the link open where main was linked once and is gone", async () => {
    const judged = await judge(list, cacheOf(linkOutputKey(mainKey)));
    assert.deepEqual(told(judged), ["miss build example.com/m", "unknown link example.com/m"]);
    assert.deepEqual(judged.at(-1)?.cascade, { roots: ["example.com/m"], path: ["example.com/m"] });
  });

  it("leaves open what depends on how an edited package comes out", async () => {
    const judged = await judge(edited, cacheOf(mainKey, linkKey));
    assert.deepEqual(told(judged), [
      "unknown build example.com/m/mid",
      "miss build example.com/m/leaf",
      "unknown build example.com/m",
      "unknown link example.com/m",
    ]);
    const [mid, , main, link] = judged.filter(({ state }) => state !== "hit");
    assert.deepEqual(mid?.cascade?.path, ["example.com/m/mid", "example.com/m/leaf"]);
    const path = ["example.com/m", "example.com/m/mid", "example.com/m/leaf"];
    assert.deepEqual(main?.cascade, { roots: ["example.com/m/leaf"], path });
    assert.deepEqual(link?.cascade, main?.cascade);
  });

  it("calls the link a miss for a Go that keeps no programs, whatever the rest is", async () => {
    const surroundings = { ...cacheOf(mainKey, linkKey), keepsPrograms: false };
    assert.deepEqual(told(await judge(list, surroundings)), ["miss link example.com/m"]);
    assert.ok(told(await judge(edited, surroundings)).includes("miss link example.com/m"));
  });

  it("does not look main up where a program keeps the cache", async () => {
    const surroundings = { ...cacheOf(mainKey, linkKey), keepsPrograms: false, cacheProgram: true };
    assert.deepEqual(told(await judge(list, surroundings)), ["unknown build example.com/m", "miss link example.com/m"]);
  });

  it("calls everything a miss with -a", async () => {
    const judged = await judge(list, { ...cacheOf(mainKey, linkKey), forced: true });
    assert.equal(told(judged).length, list.packages.size + 1);
    assert.ok(judged.every(({ verdict }) => verdict === "forced"));
  });
});
