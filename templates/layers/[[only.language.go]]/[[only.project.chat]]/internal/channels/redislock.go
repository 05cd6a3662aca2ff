package channels

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/redis/go-redis/v9"

	"example.com/app/internal/failure"
)

const (
	// lockExpiry is for the locks of processes that were killed.
	lockExpiry   = 10 * time.Second
	lockTimeout  = lockExpiry + 5*time.Second
	lockInterval = 3 * time.Millisecond
)

// releaseLock releases a lock, unless it has expired and somebody else holds it.
var releaseLock = redis.NewScript(`
	if redis.call("get", KEYS[1]) == ARGV[1] then
		return redis.call("del", KEYS[1])
	end
	return 0`)

// Lock waits for this process's lock first, so that each process has one contender in Redis.
func (r *Redis) Lock(ctx context.Context, channel string) (func(), error) {
	unlock, err := r.here.lock(ctx, channel)
	if err != nil {
		return nil, err
	}
	key, holder := r.name+":lock:"+channel, rand.Text()
	if err := r.acquire(ctx, key, holder); err != nil {
		unlock()
		return nil, err
	}
	return func() {
		defer unlock()
		// A lock that cannot be released expires.
		_ = releaseLock.Run(context.WithoutCancel(ctx), r.client, []string{key}, holder).Err()
	}, nil
}

func (r *Redis) acquire(ctx context.Context, key, holder string) error {
	deadline := time.Now().Add(lockTimeout)
	for {
		isFree, err := r.client.SetNX(ctx, key, holder, lockExpiry).Result()
		switch {
		case err != nil:
			return unavailable(err)
		case isFree:
			return nil
		case time.Now().After(deadline):
			return failure.New(failure.Unavailable, "The room is busy. Try again.")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockInterval):
		}
	}
}
