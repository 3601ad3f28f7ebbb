import assert from "node:assert/strict";
import { formatAddress, parseAddress } from "../../../shared/dap/address.ts";

describe("parseAddress", () => {
  const good: [string, object][] = [
    ["127.0.0.1:0", { host: "127.0.0.1", port: 0 }],
    ["localhost:2345", { host: "localhost", port: 2345 }],
    [":2345", { port: 2345 }],
    ["[::1]:2345", { host: "::1", port: 2345 }],
    ["[::]:0", { host: "::", port: 0 }],
    ["unix:/run/user/0/dap.sock", { path: "/run/user/0/dap.sock" }],
    ["unix:dap.sock", { path: "dap.sock" }],
  ];
  for (const [text, address] of good) {
    it(`takes ${text}`, () => assert.deepEqual(parseAddress(text, "--listen"), address));
  }

  for (const text of ["", "2345", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000", "::1:2345", "unix:"]) {
    it(`refuses ${JSON.stringify(text)}, naming the flag`, () => {
      assert.throws(() => parseAddress(text, "--listen"), /^Failure: --listen takes HOST:PORT or unix:PATH/);
    });
  }

  it("refuses a path that no socket can have", () => {
    assert.throws(
      () => parseAddress(`unix:/${"x".repeat(120)}`, "--client-addr"),
      /--client-addr: the path of a Unix socket/,
    );
  });
});

describe("formatAddress", () => {
  it("writes addresses as Go does", () => {
    assert.equal(formatAddress({ address: "127.0.0.1", port: 80, family: "IPv4" }), "127.0.0.1:80");
    assert.equal(formatAddress({ address: "::1", port: 80, family: "IPv6" }), "[::1]:80");
    assert.equal(formatAddress("/run/s"), "/run/s");
  });
});
