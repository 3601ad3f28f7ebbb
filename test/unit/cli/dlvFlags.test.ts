import assert from "node:assert/strict";
import { findSubcommand, parseDapArguments } from "../../../cli/dlvFlags.ts";

const parse = (...args: string[]) => parseDapArguments(args, { once: false });

describe("parseDapArguments", () => {
  it("knows dlv's defaults", () => {
    assert.deepEqual(parse(), {
      help: false,
      options: { once: false, log: false, onlySameUser: true, dlvFlags: [] },
      ignored: [],
    });
    const drop = parseDapArguments([], { listen: "127.0.0.1:0", once: true }).options;
    assert.deepEqual([drop.listen, drop.once], ["127.0.0.1:0", true]);
  });

  for (const args of [
    ["--listen=:1"],
    ["--listen", ":1"],
    ["-l", ":1"],
    ["-l=:1"],
    ["-l:1"],
    ["--listen=:2", "-l:1"],
  ]) {
    it(`reads ${args.join(" ")}`, () => assert.equal(parse(...args).options.listen, ":1"));
  }

  it("keeps what is dlv's for dlv, and what is ours from it", () => {
    const { options } = parse(
      "--client-addr=unix:/s",
      "--log",
      "--log-output=dap,debugger",
      "--log-dest",
      "3",
      "--check-go-version=false",
      "--only-same-user=false",
      "--disable-aslr",
      "--headless",
    );
    assert.deepEqual(options, {
      clientAddress: "unix:/s",
      once: false,
      log: true,
      logDestination: "3",
      onlySameUser: false,
      dlvFlags: [
        "--log=true",
        "--log-output=dap,debugger",
        "--check-go-version=false",
        "--disable-aslr=true",
        "--headless=true",
      ],
    });
  });

  it("names arguments that dlv dap ignores", () => {
    assert.deepEqual(parse("--log", "x", "--", "--y").ignored, ["x", "--y"]);
  });

  it("takes no value for a boolean flag from the next word, as pflag does", () => {
    assert.deepEqual(parse("--log", "false").ignored, ["false"]);
  });

  const wrong: [string[], RegExp][] = [
    [["--nonsense=1"], /unknown flag: --nonsense\b/],
    [["-x"], /unknown flag: -x/],
    [["--listen"], /flag needs an argument: --listen/],
    [["--only-same-user=maybe"], /--only-same-user takes true or false, not "maybe"/],
    [["--log-output=dap"], /--log-output specified without --log/],
  ];
  for (const [args, sentence] of wrong) {
    it(`refuses ${args.join(" ")}`, () => assert.throws(() => parse(...args), sentence));
  }
});

describe("findSubcommand", () => {
  const found: [string[], number][] = [
    [["dap"], 0],
    [["--log", "--log-output", "dap", "dap", "--listen=:0"], 3],
    [["-l", ":0", "dap"], 2],
    [["--check-go-version=false", "debug", "dap"], 1],
    [["version"], 0],
    [["--help"], -1],
    [[], -1],
    [["--unknown", "dap"], -1],
    [["--", "dap"], -1],
  ];
  for (const [args, index] of found) {
    it(`in dlv ${args.join(" ")}: ${index}`, () => assert.equal(findSubcommand(args), index));
  }
});
