import assert from "node:assert/strict";
import { missingFlags } from "../../../shared/go/compilerFlags.ts";

describe("flags that the compiler lacks for a debugger", () => {
  const debug = (text: string) => missingFlags(text, { unoptimised: true, dwarf: "kept" });
  const main = (text: string) => missingFlags(text, { unoptimised: false, dwarf: "on" });

  it("are -N and -l, once", () => {
    assert.deepEqual(debug(""), ["-N", "-l"]);
    assert.deepEqual(debug("-m"), ["-N", "-l"]);
    assert.deepEqual(debug("-N"), ["-l"]);
    assert.deepEqual(debug("-l -m --N"), []);
    assert.deepEqual(debug("'-N' \"-l\""), []);
  });

  it("set the count of -l where the user's flags would make a second one inline more", () => {
    assert.deepEqual(debug("-N -l -l"), ["-l=1"]);
    assert.deepEqual(debug("-N -l=4"), ["-l=1"]);
    assert.deepEqual(debug("-N=0 -l=false"), ["-N", "-l"]);
    assert.deepEqual(debug("-N -l -N=false"), ["-N"]);
    assert.deepEqual(debug("-N=-1 -l=1"), ["-N=1"]);
  });

  it("switch debug information on for main, and elsewhere only where the user's flags switch it off", () => {
    assert.deepEqual(main(""), ["-dwarf=true"]);
    assert.deepEqual(main("-dwarf"), []);
    assert.deepEqual(main("-dwarf=true"), []);
    assert.deepEqual(main("-dwarf -dwarf=0"), ["-dwarf=true"]);
    assert.deepEqual(debug("-N -l -dwarf=false"), ["-dwarf=true"]);
    assert.deepEqual(debug("-N -l -dwarf=false -dwarf=1"), []);
  });
});
