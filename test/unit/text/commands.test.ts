import assert from "node:assert/strict";
import { fullCommand, shortCommand, shortPaths } from "../../../shared/text/commands.ts";

const key = "53d520ba342fa94df7979e25cca692552911b421fb7b58dd29e4c77ebe9b657f";

describe("shortPaths", () => {
  it("writes $WORK, $GOROOT and $GOCACHE as go does", () => {
    assert.equal(shortPaths("/tmp/go-build123/b001/exe/web"), "$WORK/b001/exe/web");
    assert.equal(shortPaths("/home/gopher/tmp/go-build9"), "$WORK");
    assert.equal(shortPaths("/opt/go1.26/pkg/tool/linux_amd64/compile"), "$GOROOT/pkg/tool/linux_amd64/compile");
    assert.equal(shortPaths(`/home/gopher/.cache/go-build/53/${key}-d/web`), "$GOCACHE/53/53d520ba342f…-d/web");
    assert.equal(
      shortPaths("-trimpath '/tmp/go-build1/b002=>' -o /tmp/go-build1/b002/_pkg_.a"),
      "-trimpath '$WORK/b002=>' -o $WORK/b002/_pkg_.a",
    );
  });

  it("leaves what only looks like it", () => {
    const others = [
      "/home/gopher/.cache/go-build/trim.txt",
      "/srv/go-build12-logs/x",
      "/tmp/go-builder1",
      `/data/54/${key}-d`,
      `/data/53/${key}`,
    ];
    for (const path of others) assert.equal(shortPaths(path), path);
  });

  it("is quick on paths without end", () => {
    const path = `${"/a".repeat(50_000)}/go-build1`;
    const started = performance.now();
    assert.ok(shortPaths(path).endsWith("$WORK"));
    assert.ok(performance.now() - started < 1000);
  });
});

describe("shortCommand", () => {
  it("shows of go run the program and its arguments", () => {
    const command = ["/usr/local/go/bin/go", "run", "-exec=sh /x/exec", "-tags", "a b", "./cmd/web", "-addr", ":80"];
    assert.equal(shortCommand(command), "go run … ./cmd/web -addr :80");
    assert.equal(shortCommand(["go", "run", "main.go", "x y"]), "go run main.go 'x y'");
    assert.equal(shortCommand(["go", "run", "-race", "."], "..."), "go run ... .");
  });

  it("drops the program's directory unless that is go's own", () => {
    assert.equal(shortCommand(["/usr/bin/git", "status"]), "git status");
    assert.equal(shortCommand(["/tmp/go-build1/b001/exe/web", "-v"]), "$WORK/b001/exe/web -v");
    assert.equal(shortCommand([`/c/53/${key}-d/web`]), "$GOCACHE/53/53d520ba342f…-d/web");
    assert.equal(shortCommand(["/usr/local/go/pkg/tool/linux_amd64/compile", "-p", "main"]), "compile -p main");
    assert.equal(shortCommand([]), "");
  });

  it("shows control characters and secrets safely", () => {
    assert.equal(shortCommand(["/bin/\x1b[2Jx", "a\nb"]), "\\x1b[2Jx 'a\\nb'");
    const secret = { digest: "3f9a12bc4d5e6f70" };
    assert.equal(shortCommand(["go", "run", "./cmd/web", secret]), "go run ./cmd/web secret:3f9a12bc4d5e");
    assert.deepEqual(fullCommand(["web", secret, ""]), ["web", "secret:3f9a12bc4d5e", "''"]);
  });
});
