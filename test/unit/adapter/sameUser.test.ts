import assert from "node:assert/strict";
import { isLoopback, ownerOf } from "../../../adapter/sameUser.ts";

// Lines of /proc/net/tcp and /proc/net/tcp6 as Linux 6.1 prints them; the users' numbers are 1000 and 1001.
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:A2D9 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 22344 1 0000000000000000 100 0 0 10 0
   1: 0100007F:CB2E 0100007F:A2D9 01 00000000:00000000 00:00000000 00000000  1000        0 23456 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:A2D9 0100007F:CB2E 01 00000000:00000000 00:00000000 00000000  1001        0 23457 1 0000000000000000 20 4 30 10 -1
`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:B000 00000000000000000000000001000000:A2D9 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0000000000000000 20 4 30 10 -1
   1: 0000000000000000FFFF00000100007F:B001 0000000000000000FFFF00000100007F:A2D9 01 00000000:00000000 00:00000000 00000000  1001        0 4 1 0000000000000000 20 4 30 10 -1
`;

describe("ownerOf", () => {
  it("finds the user at the other end, not at ours", () => {
    const ends = { localAddress: "127.0.0.1", localPort: 0xa2d9, remoteAddress: "127.0.0.1", remotePort: 0xcb2e };
    assert.equal(ownerOf(tcp, ends), 1000);
  });

  it("finds IPv6 connections, and IPv4 ones that are mapped", () => {
    assert.equal(
      ownerOf(tcp6, { localAddress: "::1", localPort: 0xa2d9, remoteAddress: "::1", remotePort: 0xb000 }),
      1000,
    );
    const mapped = {
      localAddress: "::ffff:127.0.0.1",
      localPort: 0xa2d9,
      remoteAddress: "::ffff:127.0.0.1",
      remotePort: 0xb001,
    };
    assert.equal(ownerOf(tcp6, mapped), 1001);
  });

  it("finds nobody for a connection that is not there", () => {
    assert.equal(
      ownerOf(tcp, { localAddress: "127.0.0.1", localPort: 1, remoteAddress: "127.0.0.1", remotePort: 2 }),
      undefined,
    );
  });
});

describe("isLoopback", () => {
  it("knows the addresses of this machine alone", () => {
    assert.deepEqual(["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"].map(isLoopback), [true, true, true, true]);
    assert.deepEqual(["0.0.0.0", "::", "10.0.0.127"].map(isLoopback), [false, false, false]);
  });
});
