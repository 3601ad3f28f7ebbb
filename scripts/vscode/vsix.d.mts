/** @throws Error for a file of an unknown type */
export function vsixOf(manifest: object, files: Record<string, Uint8Array | object>): Uint8Array;
