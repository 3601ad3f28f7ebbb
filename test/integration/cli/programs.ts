/** Programs that show what a run passes on to them. */
import { mainFile, writeModule } from "../../support/goModule.ts";

/**
 * Prints its arguments on standard output and a complaint on standard error, copies its standard input line by line, and exits with
 * the status that its last argument names.
 */
export function writeEcho(parent: string): string {
  return writeModule(parent, "echo", {
    "main.go": mainFile(
      ["bufio", "fmt", "os", "strconv"],
      [
        'fmt.Printf("%q\\n", os.Args[1:])',
        'fmt.Fprintln(os.Stderr, "complaint")',
        "for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {",
        '\tfmt.Println("read", lines.Text())',
        "}",
        "status, _ := strconv.Atoi(os.Args[len(os.Args)-1])",
        "os.Exit(status)",
      ],
    ),
  });
}

/** Does not compile, for two reasons. */
export function writeBroken(parent: string): string {
  return writeModule(parent, "broken", { "main.go": mainFile([], ["unknown()", 'var n int = "text"']) });
}

/**
 * Prints "ready PID", then each signal of SIGINT, SIGTERM, SIGHUP that it gets. A moment after the first, so that a second one
 * would be seen, it prints "bye" and exits with the status 3; with the argument `stubborn` it never does.
 */
export function writeCatcher(parent: string): string {
  return writeModule(parent, "catcher", {
    "main.go": mainFile(
      ["fmt", "os", "os/signal", "syscall", "time"],
      [
        "signals := make(chan os.Signal, 8)",
        "signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)",
        'fmt.Println("ready", os.Getpid())',
        "for caught := range signals {",
        '\tfmt.Println("caught", caught)',
        "\tif len(os.Args) == 1 {",
        "\t\ttime.AfterFunc(200*time.Millisecond, func() {",
        '\t\t\tfmt.Println("bye")',
        "\t\t\tos.Exit(3)",
        "\t\t})",
        "\t}",
        "}",
      ],
    ),
  });
}
