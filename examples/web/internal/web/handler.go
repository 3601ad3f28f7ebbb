// Package web answers the guestbook's HTTP requests with JSON.
package web

import (
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"time"

	"example.com/guestbook/internal/store"
)

const maxBody = 64 << 10

// Handler serves GET and POST /messages and GET /stats from the book.
func Handler(book *store.Book) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /messages", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, book.Messages())
	})
	mux.HandleFunc("POST /messages", func(w http.ResponseWriter, r *http.Request) {
		sign(w, r, book)
	})
	mux.HandleFunc("GET /stats", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, book.Stats())
	})
	return logged(mux)
}

// sign writes the message in the body of the request into the book.
func sign(w http.ResponseWriter, r *http.Request, book *store.Book) {
	var entry struct{ Name, Text string }
	body := http.MaxBytesReader(w, r.Body, maxBody)
	if err := json.NewDecoder(body).Decode(&entry); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	message, err := book.Add(entry.Name, entry.Text, time.Now())
	switch {
	case errors.Is(err, store.ErrEmpty):
		fail(w, http.StatusUnprocessableEntity, err)
	case err != nil:
		fail(w, http.StatusInternalServerError, err)
	default:
		reply(w, http.StatusCreated, message)
	}
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		log.Printf("answer not sent: %v", err)
	}
}

func fail(w http.ResponseWriter, status int, err error) {
	reply(w, status, map[string]string{"error": err.Error()})
}

// logged prints each request with the time that its answer took.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		next.ServeHTTP(w, r)
		log.Printf("%s %s in %v", r.Method, r.URL.Path, time.Since(start).Round(time.Microsecond))
	})
}
