package channels

import (
	"context"
	"sync"
)

// locks has a lock for each channel: first come, first served.
type locks struct {
	mu    sync.Mutex
	known map[string]*lock
}

type lock struct {
	// held has room for one holder.
	held chan struct{}
	// users hold the lock or wait for it.
	users int
}

func newLocks() *locks { return &locks{known: map[string]*lock{}} }

// lock waits until it is free, or the context ends.
func (l *locks) lock(ctx context.Context, channel string) (unlock func(), err error) {
	wanted := l.use(channel)
	select {
	case wanted.held <- struct{}{}:
		return func() {
			<-wanted.held
			l.leave(channel, wanted)
		}, nil
	case <-ctx.Done():
		l.leave(channel, wanted)
		return nil, ctx.Err()
	}
}

func (l *locks) use(channel string) *lock {
	l.mu.Lock()
	defer l.mu.Unlock()
	wanted, ok := l.known[channel]
	if !ok {
		wanted = &lock{held: make(chan struct{}, 1)}
		l.known[channel] = wanted
	}
	wanted.users++
	return wanted
}

func (l *locks) leave(channel string, used *lock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if used.users--; used.users == 0 {
		delete(l.known, channel)
	}
}
