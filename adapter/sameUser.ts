/**
 * Whether the process at the other end of a TCP connection on this machine is the same user's: what dlv's `--only-same-user`
 * checks, in the same place (Linux's /proc/net/tcp and tcp6, proc_net_tcp(5)). Elsewhere dlv cannot tell either and lets in.
 */
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";

/** The half of a socket that is asked about. */
export interface Endpoints {
  localAddress?: string | undefined;
  localPort?: number | undefined;
  remoteAddress?: string | undefined;
  remotePort?: number | undefined;
}

/** @param socket a connection over the loopback address; @returns true also on systems where it cannot be told */
export function isSameUser(socket: Socket): boolean {
  if (process.platform !== "linux") return true;
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(readTable);
  const owner = tables.map((table) => ownerOf(table, socket)).find((uid) => uid !== undefined);
  return owner === process.getuid?.();
}

/**
 * The user who owns the other end of a connection.
 * @param table the text of /proc/net/tcp or tcp6
 * @returns undefined where the connection is not in the table
 */
export function ownerOf(table: string, connection: Endpoints): number | undefined {
  const { localAddress, localPort, remoteAddress, remotePort } = connection;
  const ours = keysOf(localAddress, localPort);
  const theirs = keysOf(remoteAddress, remotePort);
  for (const line of table.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    // Seen from the other end: its local address is our remote one.
    if (theirs.includes(fields[1] ?? "") && ours.includes(fields[2] ?? "")) return Number(fields[7]);
  }
  return undefined;
}

/** An address as the tables write it: 32-bit words in the machine's order, in hex; an IPv4 address also as mapped to IPv6. */
function keysOf(address = "", port = 0): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const dotted = /(?:^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (dotted !== undefined) {
    const word = dotted.split(".").map(Number).reverse().map(hexByte).join("");
    return [word + suffix, `0000000000000000FFFF0000${word}${suffix}`];
  }
  // Of IPv6 only the loopback address is asked for.
  return [`00000000000000000000000001000000${suffix}`];
}

/** Whether only this machine reaches this address. */
export function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

function hexByte(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, "0");
}

function readTable(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
