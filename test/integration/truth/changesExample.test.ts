import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeExample, type TableSubject } from "./changesSubject.ts";
import { testTable } from "./changesSuite.ts";
import { cFlags, otherGo, table } from "./changesTable.ts";

describe("changes to the example", function () {
  this.timeout(120_000);
  let world: World;
  let subject: TableSubject;
  before(() => {
    world = makeWorld();
    warmCache(world, [], ["net/http", "os/signal"]);
    warmCache(world, [], ["net/http", "os/signal"], { CGO_CFLAGS: cFlags });
    warmCache(world, [], ["net/http", "os/signal"], { GOTOOLCHAIN: otherGo });
    subject = writeExample(world);
  });
  after(() => world.remove());

  testTable(() => ({ world, subject }), table);
});
