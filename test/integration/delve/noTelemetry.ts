import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Switches the telemetry of go and dlv off for those who have this configuration directory: dlv's helper process counts on
 * after dlv has ended, and so would write into a directory that a test is removing.
 * @param configHome what XDG_CONFIG_HOME is to be
 */
export async function noTelemetry(configHome: string): Promise<void> {
  const directory = join(configHome, "go", "telemetry");
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "mode"), "off");
}
