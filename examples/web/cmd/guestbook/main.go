// Guestbook is a small web service: people leave messages, and after a while
// the messages are forgotten.
//
//	go run ./cmd/guestbook -addr 127.0.0.1:8080 -keep 10m
//	curl -d '{"name": "gopher", "text": "hello"}' http://127.0.0.1:8080/messages
//	curl http://127.0.0.1:8080/messages
//	curl http://127.0.0.1:8080/stats
//
// Ctrl-C ends it with exit status 0.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/guestbook/internal/store"
	"example.com/guestbook/internal/web"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "`address` to listen on; port 0 takes a free port")
	keep := flag.Duration("keep", time.Hour, "how long a message is kept")
	flag.Parse()

	book := store.New(*keep)
	if _, err := book.Add("gopher", "Welcome to the guestbook!", time.Now()); err != nil {
		log.Fatal(err)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := serve(ctx, *addr, book)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

// serve answers requests at addr until ctx is done, then lets the requests
// under way finish. A goroutine beside the server forgets old messages.
func serve(ctx context.Context, addr string, book *store.Book) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go book.Sweep(ctx, time.Second)

	server := &http.Server{Handler: web.Handler(book), ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}

	log.Print("shutting down")
	grace, release := context.WithTimeout(context.Background(), 5*time.Second)
	defer release()
	return server.Shutdown(grace)
}
