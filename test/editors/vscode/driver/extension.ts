/** An extension of the tests' own: it carries out scenarios in VS Code's extension host, as the test asks over a socket. */
import { connect } from "node:net";
import { createInterface } from "node:readline";
import type { Asked, Answered } from "./messages.ts";
import { scenarios } from "../scenarios/all.ts";

/** What VS Code calls at its start. */
export function activate(): void {
  const socket = connect(process.env["GORUNSCOPE_TEST_SOCKET"]!);
  createInterface(socket).on("line", (line) => {
    const asked = JSON.parse(line) as Asked;
    void carryOut(asked).then((answered) => socket.write(`${JSON.stringify(answered)}\n`));
  });
}

async function carryOut({ id, name, parameters }: Asked): Promise<Answered> {
  try {
    return { id, result: await scenarios[name](parameters as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
