/**
 * An adapter for the watchdog to look after: starts a command in a session of its own and has it watched, then does what it is
 * told, until it is killed or its input ends. Arguments: the run's directory and the command; descriptor 3 goes to the command. A
 * line on standard input is a method of Watchdog and its argument as JSON; each is answered with a line.
 */
import { createInterface } from "node:readline";
import { start } from "../../../shared/process/spawn.ts";
import { Watchdog } from "../../../shared/process/watchdog.ts";

const [runDirectory, ...command] = process.argv.slice(2);
const watchdog = Watchdog.start(runDirectory!);
const started = start(command, { stdio: ["ignore", "ignore", "ignore", 3], ownSession: true });
watchdog.watch(started.identity, "group");
console.log(`${watchdog.pid} ${started.pid}`);

for await (const line of createInterface({ input: process.stdin })) {
  const [method, argument] = JSON.parse(line) as [string, string];
  if (method === "removeAtEnd") watchdog.removeAtEnd(argument);
  else if (method === "keep") watchdog.keep(argument);
  else if (method === "unwatch") watchdog.unwatch(started.identity);
  else if (method === "close") await watchdog.close();
  else throw new Error(`no such method: ${method}`);
  console.log(method);
}
process.exit(0);
