/** The connection to the client, which may be gone at any moment. */
import type { Readable, Writable } from "node:stream";
import { createConnection, type Connection, type WatchDog } from "vscode-languageserver";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Logger,
  type ProtocolConnection,
} from "vscode-languageserver-protocol/node";

/**
 * Connects to a client on two streams. What it is told when it is gone goes nowhere, and what it is asked then is rejected: neither
 * throws, so that whatever goes on can be ended.
 */
export function connect(input: Readable, output: Writable, watchDog: WatchDog): Connection {
  return createConnection((logger) => patient(protocolOn(input, output, logger)), watchDog);
}

function protocolOn(input: Readable, output: Writable, logger: Logger): ProtocolConnection {
  return createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger);
}

/** vscode-jsonrpc throws at once, and not through its promises, where the connection is closed. */
function patient(connection: ProtocolConnection): ProtocolConnection {
  const notify = connection.sendNotification.bind(connection) as (...said: unknown[]) => Promise<void>;
  const request = connection.sendRequest.bind(connection) as (...asked: unknown[]) => Promise<unknown>;
  connection.sendNotification = async (...said: unknown[]) => {
    try {
      await notify(...said);
    } catch {
      // Nobody is there to be told.
    }
  };
  connection.sendRequest = (async (...asked: unknown[]) => request(...asked)) as ProtocolConnection["sendRequest"];
  return connection;
}
