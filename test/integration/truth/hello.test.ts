import { makeWorld, type World } from "../../support/world.ts";
import { allAbove, changes, testChanges, writeTiny, type Change, type Subject } from "./subject.ts";

/** The lowest level above the machine's default: every package is compiled for it. */
const variable: Change = {
  name: "an environment variable",
  apply: () => ({ env: { GOAMD64: "v2" } }),
  rebuilds: allAbove,
};

describe("the actions of a tiny program", function () {
  this.timeout(120_000);
  let world: World;
  let subject: Subject;
  before(() => {
    world = makeWorld();
    subject = writeTiny(world, "tiny");
  });
  after(() => world.remove());

  testChanges(() => ({ world, subject }), process.arch === "x64" ? [...changes, variable] : changes);
});
