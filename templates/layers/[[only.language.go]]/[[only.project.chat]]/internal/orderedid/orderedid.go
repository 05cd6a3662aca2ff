// Package orderedid generates ids that sort by time: UUIDs of version 7 (RFC 9562).
package orderedid

import (
	"sync"

	"github.com/google/uuid"
)

// First sorts before all ids.
const First = "00000000-0000-0000-0000-000000000000"

// Generator of ids. The zero value can be used.
type Generator struct {
	mu     sync.Mutex
	latest uuid.UUID
}

// Next returns an id that sorts after all earlier ones.
func (g *Generator) Next() string { return g.After(First) }

// After returns an id that also sorts after another one, even if the clock of the process that generated that was ahead.
func (g *Generator) After(other string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	before := g.latest
	if parsed, err := uuid.Parse(other); err == nil && other > before.String() {
		before = parsed
	}
	g.latest = uuid.Must(uuid.NewV7())
	if g.latest.String() <= before.String() {
		g.latest = successor(before)
	}
	return g.latest.String()
}

func successor(id uuid.UUID) uuid.UUID {
	for i := len(id) - 1; i >= 0; i-- {
		id[i]++
		if id[i] != 0 {
			break
		}
	}
	return id
}
