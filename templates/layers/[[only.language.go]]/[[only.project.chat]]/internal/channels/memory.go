package channels

import (
	"context"
	"maps"
	"sync"
)

// mostSignIns limits the signatures that have not been used to subscribe yet.
const mostSignIns = 10_000

// Memory is the fan-out of a single process.
type Memory struct {
	locks *locks
	hub   *Hub

	mu      sync.Mutex
	present map[string]Users
	signIns map[string]string
	// order of the sign-ins, the oldest first.
	order []string
}

// NewMemory is for a single process.
func NewMemory() *Memory {
	return &Memory{locks: newLocks(), present: map[string]Users{}, signIns: map[string]string{}}
}

func (m *Memory) Open(hub *Hub) { m.hub = hub }

func (m *Memory) Close() error { return nil }

func (m *Memory) Lock(ctx context.Context, channel string) (func(), error) {
	return m.locks.lock(ctx, channel)
}

func (m *Memory) Publish(_ context.Context, announcement Announcement) {
	m.hub.deliver(announcement)
}

func (m *Memory) SaveSignIn(_ context.Context, socketID, channel, signInID string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := socketID + " " + channel
	if _, isKnown := m.signIns[key]; !isKnown {
		m.order = append(m.order, key)
	}
	m.signIns[key] = signInID
	if len(m.order) > mostSignIns {
		delete(m.signIns, m.order[0])
		m.order = m.order[1:]
	}
	return nil
}

func (m *Memory) SignInOf(_ context.Context, socketID, channel string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.signIns[socketID+" "+channel], nil
}

func (m *Memory) Present(_ context.Context, channel string) (Users, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.present[channel]), nil
}

// Expired is empty: connections do not outlive the only process.
func (m *Memory) Expired(context.Context, string) ([]string, error) { return nil, nil }

func (m *Memory) Enter(_ context.Context, channel, socketID string, user User) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.present[channel] == nil {
		m.present[channel] = Users{}
	}
	m.present[channel][socketID] = user
	return nil
}

func (m *Memory) Leave(_ context.Context, channel string, socketIDs []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, socketID := range socketIDs {
		delete(m.present[channel], socketID)
	}
	if len(m.present[channel]) == 0 {
		delete(m.present, channel)
	}
	return nil
}
