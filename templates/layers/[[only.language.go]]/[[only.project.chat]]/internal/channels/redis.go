package channels

import (
	"context"
	"crypto/tls"
	"encoding/json/v2"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"example.com/app/internal/failure"
)

const (
	// signInKeptFor is how long a signature may wait for its subscription.
	signInKeptFor = 10 * time.Minute
	redisTimeout  = 5 * time.Second
	// openTimeout is how long the server waits for Redis when it starts.
	openTimeout = 3 * time.Second
	lease       = 15 * time.Second
	renewal     = 5 * time.Second
)

// Redis is the fan-out that makes several processes behave as one.
type Redis struct {
	client   *redis.Client
	name     string
	logger   *slog.Logger
	here     *locks
	presence presenceInRedis
	running  sync.WaitGroup
	stop     context.CancelFunc
}

// NewRedis connects when it is used. Applications with different names can share a Redis without receiving each other's
// events. With `acceptsAny`, the certificate of a `rediss://` URL is not verified.
func NewRedis(url string, acceptsAny bool, name string, logger *slog.Logger) (*Redis, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, errors.New("the URL of Redis is not valid")
	}
	if acceptsAny && options.TLSConfig != nil {
		options.TLSConfig = &tls.Config{InsecureSkipVerify: true}
	}
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = 3*time.Second, redisTimeout, redisTimeout
	options.PoolTimeout, options.MaxRetries = redisTimeout, 1
	options.ContextTimeoutEnabled = true
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	// It would log to the standard error what its callers are told anyway.
	logging.Disable()
	client := redis.NewClient(options)
	name = "chat:" + name
	return &Redis{
		client: client, name: name, logger: logger, here: newLocks(),
		presence: presenceInRedis{client, name, lease},
	}, nil
}

// Open waits for the subscription to announcements, so that clients that connect from now on miss none. If Redis cannot
// be reached, it goes on trying.
func (r *Redis) Open(hub *Hub) {
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	subscription := r.client.Subscribe(ctx, r.name)
	if _, err := subscription.ReceiveTimeout(ctx, openTimeout); err != nil {
		r.logger.ErrorContext(ctx, "Redis does not answer", "err", err.Error())
	}
	r.running.Go(func() { r.receive(ctx, subscription, hub) })
	r.running.Go(func() { r.renew(ctx, hub) })
}

func (r *Redis) Close() error {
	r.stop()
	r.running.Wait()
	return r.client.Close()
}

// receive delivers announcements. While Redis cannot be reached they are lost, so when it is back, clients have to connect
// again and catch up.
func (r *Redis) receive(ctx context.Context, subscription *redis.PubSub, hub *Hub) {
	defer subscription.Close()
	messages := subscription.ChannelWithSubscriptions(redis.WithChannelSize(1000))
	for {
		select {
		case <-ctx.Done():
			return
		case received := <-messages:
			switch received := received.(type) {
			case *redis.Subscription:
				hub.reconnectAll()
			case *redis.Message:
				r.deliver(ctx, hub, received.Payload)
			}
		}
	}
}

func (r *Redis) deliver(ctx context.Context, hub *Hub, payload string) {
	var announcement Announcement
	if err := json.Unmarshal([]byte(payload), &announcement); err != nil {
		r.logger.ErrorContext(ctx, "An announcement cannot be read", "err", err.Error())
		return
	}
	hub.deliver(announcement)
}

func (r *Redis) renew(ctx context.Context, hub *Hub) {
	ticker := time.NewTicker(renewal)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := r.renewAll(ctx, hub); err != nil && ctx.Err() == nil {
				r.logger.ErrorContext(ctx, "Presence could not be renewed", "err", err.Error())
			}
		}
	}
}

func (r *Redis) renewAll(ctx context.Context, hub *Hub) error {
	for channel, users := range hub.subscriptions.present() {
		lost, err := r.presence.renew(ctx, channel, users)
		if err != nil {
			return err
		}
		// Others have seen them leave. Those that have really left meanwhile are not affected.
		hub.subscriptions.reconnect(lost)
		expired, err := r.Expired(ctx, channel)
		if err != nil {
			return err
		}
		if len(expired) == 0 {
			continue
		}
		unlock, err := r.Lock(ctx, channel)
		if err != nil {
			return err
		}
		err = hub.removeExpired(ctx, channel)
		unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// Publish sends an announcement. What it announces is stored already, so clients that miss it catch up over REST.
func (r *Redis) Publish(ctx context.Context, announcement Announcement) {
	if err := r.client.Publish(ctx, r.name, encode(announcement)).Err(); err != nil {
		r.logger.ErrorContext(ctx, "An announcement was lost", "err", err.Error())
	}
}

func (r *Redis) SaveSignIn(ctx context.Context, socketID, channel, signInID string) error {
	return unavailable(r.client.Set(ctx, r.signInKey(socketID, channel), signInID, signInKeptFor).Err())
}

func (r *Redis) SignInOf(ctx context.Context, socketID, channel string) (string, error) {
	signIn, err := r.client.Get(ctx, r.signInKey(socketID, channel)).Result()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return signIn, unavailable(err)
}

func (r *Redis) signInKey(socketID, channel string) string {
	return r.name + ":sign-in:" + socketID + ":" + channel
}

func (r *Redis) Present(ctx context.Context, channel string) (Users, error) {
	users, err := r.presence.users(ctx, channel)
	return users, unavailable(err)
}

func (r *Redis) Expired(ctx context.Context, channel string) ([]string, error) {
	expired, err := r.presence.expired(ctx, channel)
	return expired, unavailable(err)
}

func (r *Redis) Enter(ctx context.Context, channel, socketID string, user User) error {
	return unavailable(r.presence.enter(ctx, channel, socketID, user))
}

func (r *Redis) Leave(ctx context.Context, channel string, socketIDs []string) error {
	if len(socketIDs) == 0 {
		return nil
	}
	return unavailable(r.presence.leave(ctx, channel, socketIDs))
}

func unavailable(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	failed := failure.New(failure.Unavailable, "Redis is unavailable. Try again.")
	failed.Cause = err
	return failed
}
