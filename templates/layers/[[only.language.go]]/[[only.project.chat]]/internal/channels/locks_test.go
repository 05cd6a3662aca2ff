package channels

import (
	"context"
	"errors"
	"sync"
	"testing"
)

func TestAChannelHasOneHolderAtATime(t *testing.T) {
	locks := newLocks()
	var group sync.WaitGroup
	inside := 0
	for range 50 {
		group.Go(func() {
			unlock, err := locks.lock(t.Context(), "a channel")
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			inside++
			if inside != 1 {
				t.Error("somebody else holds the lock")
			}
			inside--
		})
	}
	group.Wait()
	if len(locks.known) != 0 {
		t.Error("locks are kept that nobody uses")
	}
}

func TestNobodyWaitsForALockAfterTheirRequestHasEnded(t *testing.T) {
	locks := newLocks()
	unlock, err := locks.lock(t.Context(), "a channel")
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := locks.lock(ended, "a channel"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	elsewhere, err := locks.lock(t.Context(), "another channel")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere()
	unlock()
}
