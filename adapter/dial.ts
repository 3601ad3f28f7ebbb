import { connect, type Socket } from "node:net";
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import { parseAddress } from "../shared/dap/address.ts";

/**
 * Dials the client that waits at `--client-addr`.
 * @throws Failure wrongArguments where nobody waits there
 */
export function dialClient(address: string): Promise<Socket> {
  const where = parseAddress(address, "--client-addr");
  return new Promise((resolve, reject) => {
    const socket = connect({ ...where, allowHalfOpen: true });
    const fail = (cause: Error) => {
      const failure = new Failure(errorIds.wrongArguments, `no client answers at ${address}: ${sentenceOf(cause)}`, {
        advice: "--client-addr is for a client that listens already.",
        cause,
      });
      reject(failure);
    };
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      resolve(socket);
    });
  });
}
