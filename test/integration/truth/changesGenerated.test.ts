import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeGenerated, type TableSubject } from "./changesSubject.ts";
import { isFull, testTable } from "./changesSuite.ts";
import { otherGo, table } from "./changesTable.ts";

const count = isFull ? 3000 : 150;

/** In memory where the system has such a place: a file system of its own, and nothing that is built stays on the machine. */
function makeCache(): string {
  const [shared] = ["/dev/shm", tmpdir()].filter((directory) => isWritable(directory));
  return mkdtempSync(join(shared ?? tmpdir(), "gorunscope-truth-"));
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

describe(`changes to a module of ${count} packages, its cache on a file system of its own`, function () {
  this.timeout(isFull ? 1_800_000 : 120_000);
  let world: World;
  let goCache: string;
  let subject: TableSubject;
  before(() => {
    goCache = makeCache();
    world = makeWorld({ GOCACHE: goCache });
    warmCache(world, [], ["runtime"]);
    warmCache(world, [], ["runtime"], { GOTOOLCHAIN: otherGo });
    subject = writeGenerated(world, count);
  });
  after(() => {
    world.remove();
    rmSync(goCache, { recursive: true, force: true });
  });

  testTable(() => ({ world, subject }), table);
});
