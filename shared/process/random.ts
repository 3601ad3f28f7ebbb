import { closeSync, openSync, readSync } from "node:fs";

/**
 * Random bytes as lower-case hex digits, from the kernel: node:crypto takes ten milliseconds to load, which every start would pay.
 * @throws what the file system says where there is no /dev/urandom
 */
export function randomHex(bytes: number): string {
  const file = openSync("/dev/urandom", "r");
  try {
    const buffer = Buffer.alloc(bytes);
    readSync(file, buffer);
    return buffer.toString("hex");
  } finally {
    closeSync(file);
  }
}
