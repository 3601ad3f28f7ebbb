/**
 * `gorunscope dlv …` and `gorunscope-dlv …`: in dlv's place. `dap` is ours, with dlv's own defaults; everything else is the real
 * dlv's.
 */
import { sentenceOf } from "../shared/contract/errors.ts";
import { findDlv, findDlvQuick } from "../shared/delve/find.ts";
import { answerToGuard } from "../shared/delve/guard.ts";
import { serveDap, type DapIo } from "./dap.ts";
import { findSubcommand } from "./dlvFlags.ts";
import { becomeCommand } from "./becomeCommand.ts";

export interface DlvIo extends DapIo {
  env: NodeJS.ProcessEnv;
}

/** What `dlv dap` does where no flag says otherwise. */
const dlvDefaults = { listen: "127.0.0.1:0", once: true };

/**
 * @param args what follows `dlv`
 * @returns the exit status; does not return where this process becomes dlv
 */
export async function dlvCommand(args: readonly string[], io: DlvIo): Promise<number> {
  const answer = answerToGuard(io.env);
  if (answer !== undefined) {
    io.stdout(`${answer}\n`);
    return 1;
  }
  const subcommand = findSubcommand(args);
  const wantsHelp = args.some((word) => word === "--help" || word === "-h");
  if (args[subcommand] === "dap" && !wantsHelp) {
    return serveDap([...args.slice(0, subcommand), ...args.slice(subcommand + 1)], dlvDefaults, io);
  }
  try {
    const { path } = (await findDlvQuick({ env: io.env })) ?? (await findDlv({ env: io.env }));
    return await becomeCommand([path, ...args], io.env);
  } catch (error) {
    io.stderr(`gorunscope: ${sentenceOf(error)}\n`);
    return 1;
  }
}
