/** Where a run builds and what it executes, as nodes. */
import type { BuildDirResponse, Executable, WorkDirectory } from "../../../../shared/contract/answers.ts";
import { buildDirSentence } from "../../../../shared/text/buildDir.ts";
import { fullCommand } from "../../../../shared/text/commands.ts";
import { bytesText } from "../../../../shared/text/units.ts";
import { fields, type Node } from "./node.ts";

const id = "buildDir";

export function buildDirNode(answer: BuildDirResponse): Node {
  const { work, executable, process } = answer;
  return {
    id,
    label: "Build directory",
    description: buildDirSentence(answer),
    tooltip: buildDirSentence(answer),
    icon: "folder",
    ...(work !== undefined && { value: work.path }),
    ...(work?.exists === true && { directory: work.path }),
    children: [
      ...(work === undefined ? [] : [workNode(work)]),
      ...(executable === undefined ? [] : [executableNode(executable)]),
      ...fields(id, {
        pid: process === undefined ? undefined : String(process.pid),
        command: fullCommand(answer.command).join(" "),
        directory: answer.cwd,
        module: answer.module,
      }),
      objectsNode(answer.objects),
      ...fields(id, {
        go: `${answer.goVersion} in ${answer.goRoot}`,
        GOCACHE: answer.goCache,
        GOMODCACHE: answer.goModCache,
        GOPATH: answer.goPath,
        GOTMPDIR: answer.goTmpDir,
      }),
    ],
  };
}

function workNode(work: WorkDirectory): Node {
  const fate = work.removedAt !== undefined ? `removed ${work.removedAt}` : work.kept ? "kept" : "removed when go ends";
  return {
    id: `${id}/work`,
    label: "$WORK",
    description: work.path,
    tooltip: work.path,
    value: work.path,
    ...(work.exists && { directory: work.path }),
    children: fields(`${id}/work`, {
      state: work.exists || work.removedAt !== undefined ? fate : "not there",
      size: work.bytes === undefined ? undefined : bytesText(work.bytes),
      made: work.createdAt,
      "chosen by": work.chosenBy,
    }),
  };
}

function executableNode(executable: Executable): Node {
  return {
    id: `${id}/executable`,
    label: "executable",
    description: executable.path,
    tooltip: executable.path,
    value: executable.path,
    children: fields(`${id}/executable`, {
      origin: executable.origin === "work" ? "linked by this run" : "from the build cache",
      size: bytesText(executable.bytes),
      DWARF: executable.hasDwarf ? "yes" : "no",
      "build ID": executable.buildID,
    }),
  };
}

function objectsNode(objects: BuildDirResponse["objects"]): Node {
  return {
    id: `${id}/objects`,
    label: "objects",
    description: String(objects.length),
    ...(objects.length > 0 && {
      children: objects.map(({ action, package: path, directory }) => ({
        id: `${id}/objects/${action} ${path}`,
        label: action === "build" ? path : `${action} ${path}`,
        description: directory,
        tooltip: directory,
        value: directory,
        directory,
      })),
    }),
  };
}
