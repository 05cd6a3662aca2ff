package channels

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// presenceInRedis consists of leases: a sorted set for each channel has the time until which each connection counts as
// present. A process renews the leases of its connections. If it is killed they expire, and another one removes them.
type presenceInRedis struct {
	client *redis.Client
	name   string
	lease  time.Duration
}

func (p presenceInRedis) leasesKey(channel string) string { return p.name + ":leases:" + channel }

func (p presenceInRedis) usersKey(channel string) string { return p.name + ":users:" + channel }

func (p presenceInRedis) users(ctx context.Context, channel string) (Users, error) {
	written, err := p.client.HGetAll(ctx, p.usersKey(channel)).Result()
	if err != nil {
		return nil, err
	}
	users := Users{}
	for socketID, each := range written {
		if users[socketID], err = readUser(each); err != nil {
			return nil, err
		}
	}
	return users, nil
}

func (p presenceInRedis) expired(ctx context.Context, channel string) ([]string, error) {
	now, err := p.client.Time(ctx).Result()
	if err != nil {
		return nil, err
	}
	return p.client.ZRangeArgs(ctx, redis.ZRangeArgs{
		Key: p.leasesKey(channel), Start: "-inf", Stop: "(" + strconv.FormatInt(now.UnixMilli(), 10), ByScore: true,
	}).Result()
}

func (p presenceInRedis) enter(ctx context.Context, channel, socketID string, user User) error {
	until, err := p.until(ctx)
	if err != nil {
		return err
	}
	_, err = p.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.ZAdd(ctx, p.leasesKey(channel), redis.Z{Member: socketID, Score: until})
		pipe.HSet(ctx, p.usersKey(channel), socketID, WriteUser(user))
		p.keep(ctx, pipe, channel)
		return nil
	})
	return err
}

func (p presenceInRedis) leave(ctx context.Context, channel string, socketIDs []string) error {
	_, err := p.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.ZRem(ctx, p.leasesKey(channel), socketIDs)
		pipe.HDel(ctx, p.usersKey(channel), socketIDs...)
		return nil
	})
	return err
}

// renew returns the connections whose lease has expired already.
func (p presenceInRedis) renew(ctx context.Context, channel string, users Users) ([]string, error) {
	until, err := p.until(ctx)
	if err != nil {
		return nil, err
	}
	socketIDs := slices.Collect(maps.Keys(users))
	var scores *redis.FloatSliceCmd
	_, err = p.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, socketID := range socketIDs {
			pipe.ZAddXX(ctx, p.leasesKey(channel), redis.Z{Member: socketID, Score: until})
		}
		scores = pipe.ZMScore(ctx, p.leasesKey(channel), socketIDs...)
		p.keep(ctx, pipe, channel)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var lost []string
	for at, score := range scores.Val() {
		// That is how Redis reports what is not in the set.
		if score == 0 {
			lost = append(lost, socketIDs[at])
		}
	}
	return lost, nil
}

// keep the keys of a channel as long as somebody is on it.
func (p presenceInRedis) keep(ctx context.Context, pipe redis.Pipeliner, channel string) {
	pipe.PExpire(ctx, p.leasesKey(channel), 4*p.lease)
	pipe.PExpire(ctx, p.usersKey(channel), 4*p.lease)
}

// until is the end of a new lease in milliseconds, by the clock of Redis, which all processes share.
func (p presenceInRedis) until(ctx context.Context) (float64, error) {
	now, err := p.client.Time(ctx).Result()
	return float64(now.Add(p.lease).UnixMilli()), err
}
