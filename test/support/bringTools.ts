/** Brings what the tests need before they start, with progress: `node --import tsx test/support/bringTools.ts`. */
import { goVersions, machineGo, testDlv } from "./tools.ts";

for (const version of [machineGo(), ...Object.values(goVersions)]) {
  const path = await testDlv(version, (line) => console.error(`  ${line}`));
  console.log(`${version}: ${path}`);
}
