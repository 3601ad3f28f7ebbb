/** Two small programs: one to be asked things while it stands, one that writes much. */
import type { Program } from "./program.ts";
import { lineOf } from "../../support/goModule.ts";

/** Main's goroutines and variables are as many as a debugger's views show of a middling program. */
const standing = `package main

import (
	"fmt"
	"sync"
)

type item struct {
	Name   string
	Tags   []string
	Values map[string]int
	Next   *item
}

func main() {
	var waiting sync.WaitGroup
	release := make(chan struct{})
	for range 10 {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			<-release
		}()
	}
	stand(newItems(60))
	close(release)
	waiting.Wait()
}

func newItems(count int) []item {
	items := make([]item, count)
	for i := range items {
		items[i] = item{Name: fmt.Sprint("item ", i), Tags: []string{"a", "b"}, Values: map[string]int{"x": i, "y": 2 * i}}
		items[i].Next = &items[(i+1)%count]
	}
	return items
}

func stand(items []item) {
	first, total := items[0], len(items)
	fmt.Println(first.Name, total) // here
}
`;

/** How much is written, and in how large pieces, in bytes. */
export const flooding = { lines: 10_000, lineBytes: 1024 };

const flood = `package main

import (
	"bytes"
	"os"
)

func main() {
	line := append(bytes.Repeat([]byte("x"), ${flooding.lineBytes - 1}), '\\n')
	for range ${flooding.lines} {
		if _, err := os.Stdout.Write(line); err != nil {
			os.Exit(1)
		}
	}
}
`;

/** Where the standing program is to be stopped. */
export const standingLine = { file: "stand/main.go", line: lineOf("// here", standing) };

/** Its package is the standing one; "./flood" is the other. */
export const probe: Program = {
  name: "probe",
  files: { "go.mod": "module example.com/probe\n\ngo 1.23\n", "stand/main.go": standing, "flood/main.go": flood },
  package: "./stand",
  endsWith: [],
  leaf: { file: "stand/main.go", edited: (word) => standing.replace("item ", `${word} `) },
};
