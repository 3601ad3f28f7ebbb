package store

import (
	"context"
	"errors"
	"testing"
	"time"
)

var noon = time.Date(2026, time.January, 2, 12, 0, 0, 0, time.UTC)

func TestAdd(t *testing.T) {
	book := New(time.Hour)
	if _, err := book.Add(" ", "hello", noon); !errors.Is(err, ErrEmpty) {
		t.Errorf("Add without a name: got error %v, want %v", err, ErrEmpty)
	}
	got, err := book.Add(" gopher ", "hello there", noon)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Message{ID: 1, Name: "gopher", Text: "hello there", At: noon}); got != want {
		t.Errorf("Add: got %+v, want %+v", got, want)
	}
	if stats := book.Stats(); stats.Messages != 1 || stats.Words != 2 || stats.ByName["gopher"] != 1 {
		t.Errorf("Stats: got %+v, want 1 message of 2 words by gopher", stats)
	}
}

func TestExpire(t *testing.T) {
	book := New(time.Hour)
	for _, age := range []time.Duration{2 * time.Hour, time.Hour, time.Minute} {
		if _, err := book.Add("gopher", "hello", noon.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if got := book.Expire(noon); got != 2 {
		t.Errorf("Expire: got %d messages forgotten, want 2", got)
	}
	if left := book.Messages(); len(left) != 1 || left[0].ID != 3 {
		t.Errorf("Messages: got %+v, want the last one alone", left)
	}
}

func TestSweepEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	New(time.Hour).Sweep(ctx, time.Hour)
}
