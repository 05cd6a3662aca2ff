package ratelimit

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"example.com/app/internal/failure"
)

func newLimit(most int) (*Limit, *time.Time) {
	now := time.Unix(1_000_000, 0)
	limit := New(most)
	limit.now = func() time.Time { return now }
	return limit, &now
}

func TestALimitEndsAfterAMinute(t *testing.T) {
	limit, now := newLimit(2)
	for range 2 {
		if err := limit.Count("alice", "home"); err != nil {
			t.Fatal(err)
		}
	}
	*now = now.Add(30 * time.Second)
	var refused *failure.Error
	if !errors.As(limit.Count("alice"), &refused) || refused.RetryAfter != 30 {
		t.Fatal(refused)
	}
	if err := limit.Count("bob"); err != nil {
		t.Error(err)
	}
	*now = now.Add(30 * time.Second)
	if err := limit.Count("alice"); err != nil {
		t.Error(err)
	}
}

func TestAttemptsCanBeTakenBack(t *testing.T) {
	limit, _ := newLimit(1)
	for range 3 {
		if err := limit.Count("alice"); err != nil {
			t.Fatal(err)
		}
		limit.TakeBack("alice")
	}
	_ = limit.Count("alice")
	limit.Forget("alice")
	if err := limit.Count("alice"); err != nil {
		t.Error(err)
	}
}

func TestManyKeysAreForgotten(t *testing.T) {
	limit, now := newLimit(1)
	for number := range mostKeys + 1 {
		_ = limit.Count(strconv.Itoa(number))
	}
	*now = now.Add(window)
	_ = limit.Count("one more")
	if len(limit.attempts) != 1 {
		t.Error(len(limit.attempts))
	}
}
