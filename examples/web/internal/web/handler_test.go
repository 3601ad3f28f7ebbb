package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/guestbook/internal/store"
)

func TestHandler(t *testing.T) {
	handler := Handler(store.New(time.Hour))
	for _, test := range []struct {
		method, path, body string
		status             int
		want               string // part of the answer
	}{
		{"GET", "/messages", "", http.StatusOK, "[]"},
		{"POST", "/messages", `{"name": "gopher", "text": "hello there"}`, http.StatusCreated, `"id":1`},
		{"POST", "/messages", `{"name": "gopher"}`, http.StatusUnprocessableEntity, "needs a name and a text"},
		{"POST", "/messages", `not JSON`, http.StatusBadRequest, "error"},
		{"GET", "/messages", "", http.StatusOK, `"text":"hello there"`},
		{"GET", "/stats", "", http.StatusOK, `{"messages":1,"words":2,"byName":{"gopher":1}}`},
	} {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(test.method, test.path, strings.NewReader(test.body)))
		name := test.method + " " + test.path + " " + test.body
		if recorder.Code != test.status {
			t.Errorf("%s: got status %d, want %d", name, recorder.Code, test.status)
		}
		if answer := recorder.Body.String(); !json.Valid([]byte(answer)) || !strings.Contains(answer, test.want) {
			t.Errorf("%s: got %q, want JSON with %q", name, answer, test.want)
		}
	}
}
