// Package ratelimit slows down password guessing and bulk registration. Each process has its own counters.
package ratelimit

import (
	"math"
	"sync"
	"time"

	"example.com/app/internal/failure"
)

const (
	window   = time.Minute
	mostKeys = 100_000
)

// Limit allows a number of attempts a minute for each key.
type Limit struct {
	most     int
	now      func() time.Time
	mu       sync.Mutex
	attempts map[string][]time.Time
}

// New allows `most` attempts a minute.
func New(most int) *Limit {
	return &Limit{most: most, now: time.Now, attempts: map[string][]time.Time{}}
}

// Count is called before the work is done, so that concurrent attempts cannot all get through.
func (l *Limit) Count(keys ...string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.forgetBefore(now.Add(-window), keys)
	for _, key := range keys {
		if recent := l.attempts[key]; len(recent) >= l.most {
			wait := recent[0].Add(window).Sub(now).Seconds()
			refused := failure.New(failure.TooMany, "Too many attempts. Try again later.")
			refused.RetryAfter = max(1, int(math.Ceil(wait)))
			return refused
		}
	}
	for _, key := range keys {
		l.attempts[key] = append(l.attempts[key], now)
	}
	return nil
}

// Forget clears all attempts of a key.
func (l *Limit) Forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.attempts, key)
}

// TakeBack clears one attempt of a key.
func (l *Limit) TakeBack(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if recent := l.attempts[key]; len(recent) > 0 {
		l.attempts[key] = recent[:len(recent)-1]
	}
}

// forgetBefore looks at all keys only when there are very many.
func (l *Limit) forgetBefore(cutoff time.Time, keys []string) {
	if len(l.attempts) > mostKeys {
		for key := range l.attempts {
			l.forgetKeyBefore(cutoff, key)
		}
	}
	for _, key := range keys {
		l.forgetKeyBefore(cutoff, key)
	}
}

func (l *Limit) forgetKeyBefore(cutoff time.Time, key string) {
	recent := l.attempts[key]
	for len(recent) > 0 && !recent[0].After(cutoff) {
		recent = recent[1:]
	}
	if len(recent) == 0 {
		delete(l.attempts, key)
	} else {
		l.attempts[key] = recent
	}
}
