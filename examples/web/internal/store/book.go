// Package store keeps the messages of the guestbook in memory.
package store

import (
	"context"
	"errors"
	"log"
	"slices"
	"strings"
	"sync"
	"time"
)

// ErrEmpty is returned for a message without a name or without a text.
var ErrEmpty = errors.New("a message needs a name and a text")

// A Message is what somebody wrote into the book.
type Message struct {
	ID   int       `json:"id"`
	Name string    `json:"name"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Stats says how much is in a book.
type Stats struct {
	Messages int            `json:"messages"`
	Words    int            `json:"words"`
	ByName   map[string]int `json:"byName"`
}

// A Book holds messages for a limited time. It is safe for concurrent use.
type Book struct {
	keep time.Duration

	mu       sync.Mutex
	lastID   int
	messages []Message // in the order they came
}

// New returns an empty book that keeps each message for the given time.
func New(keep time.Duration) *Book {
	return &Book{keep: keep}
}

// Add writes a message into the book and returns it as it was written.
func (b *Book) Add(name, text string, at time.Time) (Message, error) {
	name, text = strings.TrimSpace(name), strings.TrimSpace(text)
	if name == "" || text == "" {
		return Message{}, ErrEmpty
	}

	b.mu.Lock()
	defer b.mu.Unlock()
	b.lastID++
	message := Message{ID: b.lastID, Name: name, Text: text, At: at}
	b.messages = append(b.messages, message)
	return message, nil
}

// Messages returns all messages, the oldest first.
func (b *Book) Messages() []Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Message{}, b.messages...)
}

// Stats counts messages, words and the messages of each person.
func (b *Book) Stats() Stats {
	stats := Stats{ByName: map[string]int{}}
	for _, message := range b.Messages() {
		stats.Messages++
		stats.Words += len(strings.Fields(message.Text))
		stats.ByName[message.Name]++
	}
	return stats
}

// Expire forgets the messages that are too old at the given time and returns
// how many they were.
func (b *Book) Expire(now time.Time) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := len(b.messages)
	b.messages = slices.DeleteFunc(b.messages, func(message Message) bool {
		return now.Sub(message.At) >= b.keep
	})
	return before - len(b.messages)
}

// Sweep calls Expire at every tick until ctx is done.
func (b *Book) Sweep(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			if forgotten := b.Expire(now); forgotten > 0 {
				log.Printf("forgot %d messages", forgotten)
			}
		}
	}
}
