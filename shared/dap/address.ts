/** Addresses as dlv's flags take them: Go's `HOST:PORT`, or `unix:PATH`. */
import { errorIds, Failure } from "../contract/errors.ts";

/** What node:net's `listen` and `connect` take. A host that is left out means every address, or this machine. */
export type Address = { path: string } | { host?: string; port: number };

const unixPrefix = "unix:";
/** The longest path that a socket's address holds (Linux: sun_path of 108 bytes with its final zero; macOS: 104). */
const maxSocketPathBytes = process.platform === "darwin" ? 103 : 107;

/**
 * @param text `127.0.0.1:0`, `:2345`, `[::1]:2345`, `localhost:2345` or `unix:/run/x.sock`
 * @param flag the flag that it was given to, for the message
 * @throws Failure wrongArguments
 */
export function parseAddress(text: string, flag: string): Address {
  if (text.startsWith(unixPrefix)) {
    const path = text.slice(unixPrefix.length);
    if (path === "") throw wrong(flag, text);
    if (Buffer.byteLength(path) > maxSocketPathBytes) {
      throw new Failure(
        errorIds.wrongArguments,
        `${flag}: the path of a Unix socket has ${maxSocketPathBytes} bytes at most`,
        {
          advice: "Choose a shorter one.",
        },
      );
    }
    return { path };
  }
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) throw wrong(flag, text);
  const host = match[1] ?? match[2] ?? "";
  return host === "" ? { port } : { host, port };
}

/** A listener's or a connection's address, written as Go's net.Addr writes it: `127.0.0.1:2345`, `[::1]:2345` or a path. */
export function formatAddress(address: string | { address: string; port: number; family: string }): string {
  if (typeof address === "string") return address;
  return `${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}

function wrong(flag: string, text: string): Failure {
  return new Failure(errorIds.wrongArguments, `${flag} takes HOST:PORT or unix:PATH, not ${JSON.stringify(text)}`);
}
