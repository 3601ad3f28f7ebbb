#!/usr/bin/env node
/** The drop-in dlv. */
import { dlvCommand } from "../cli/dlv.ts";
import { serve } from "./serve.ts";

void dlvCommand(process.argv.slice(2), {
  env: process.env,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  serve,
}).then((status) => process.exit(status));
