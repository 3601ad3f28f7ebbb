import assert from "node:assert/strict";
import { checkSettings, defaultSettings, environmentWith } from "../../../server/settings.ts";

describe("settings", () => {
  it("are the defaults where nothing is said, and for names that are not ours", () => {
    for (const given of [undefined, null, {}, { codeLens: null, editorsOwn: 3 }]) {
      assert.deepEqual(checkSettings(given), { settings: defaultSettings, problems: [] });
    }
  });

  it("are read", () => {
    const { settings, problems } = checkSettings({
      codeLens: false,
      forecast: "off",
      forecastDelay: 0,
      buildFlags: "-race -tags 'a b'",
      args: ["-n", 3],
      env: { A: "1", B: null },
      goBinary: "/opt/go/bin/go",
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      ...defaultSettings,
      codeLens: false,
      forecast: "off",
      forecastDelay: 0,
      buildFlags: ["-race", "-tags", "a b"],
      args: ["-n", "3"],
      env: { A: "1", B: null },
      goBinary: "/opt/go/bin/go",
    });
  });

  it("are told of where they are wrong, each in a sentence with what stands instead", () => {
    const { settings, problems } = checkSettings({
      codeLens: "yes",
      forecast: "on",
      forecastDelay: -1,
      buildFlags: ["main.go"],
      hover: false,
    });
    assert.deepEqual(settings, { ...defaultSettings, hover: false });
    assert.equal(problems.length, 4);
    assert.equal(problems[0], "gorunscope.codeLens takes true or false; it got a string; true stands instead");
    assert.equal(problems[1], 'gorunscope.forecast takes "auto" or "off"; it got "on"; "auto" stands instead');
    assert.match(problems[2] ?? "", /^gorunscope\.forecastDelay takes .*; 400 stands instead$/);
    assert.match(problems[3] ?? "", /^gorunscope\.buildFlags: word 1 .*; \[\] stands instead$/);
    assert.equal(checkSettings("x").problems.length, 1);
  });

  it("stand over the environment", () => {
    assert.deepEqual(environmentWith({ A: "1", B: "2" }, { A: null, C: "3" }), { B: "2", C: "3" });
  });
});
