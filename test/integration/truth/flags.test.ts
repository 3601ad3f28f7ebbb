import { goVersions } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { changesNamed, testChanges, writeTiny, type Subject } from "./subject.ts";
import { writeZoo } from "./zoo.ts";

const someChanges = changesNamed(
  "nothing changed",
  "a comment added",
  "a private body changed",
  "the leaf's cache entry deleted",
  "the program's cache entry deleted",
  "two changes at once",
);

/** Defines the tests of a program that is built in one way. */
function testWay(way: string, write: (world: World) => Subject, changes = someChanges): void {
  describe(`the actions of a program built ${way}`, function () {
    this.timeout(180_000);
    let world: World;
    let subject: Subject;
    before(() => {
      world = makeWorld();
      subject = write(world);
    });
    after(() => world.remove());

    testChanges(() => ({ world, subject }), changes);
  });
}

testWay("with -race", (world) => ({
  ...writeTiny(world, "racing"),
  attributes: { buildFlags: ["-race"], env: { CGO_ENABLED: "1" } },
}));

testWay("with -cover", (world) => ({ ...writeTiny(world, "covered"), attributes: { buildFlags: ["-cover"] } }));

testWay("with a profile", (world) => writeTiny(world, "profiled", { "default.pgo": "" }));

for (const [age, version] of Object.entries(goVersions)) {
  const witnesses = { keepsPrograms: age !== "oldest" };
  const attributes = { env: { GOTOOLCHAIN: version } };
  testWay(`by the ${age} Go`, (world) => ({ ...writeTiny(world, `by${age}`), attributes, witnesses }));
  testWay(
    `with C by the ${age} Go`,
    (world) => ({ ...writeZoo(world), attributes, witnesses }),
    changesNamed("nothing changed", "a comment added"),
  );
}
