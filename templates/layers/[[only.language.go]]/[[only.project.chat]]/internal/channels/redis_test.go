package channels

import (
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"example.com/app/internal/redistest"
)

func openRedis(t *testing.T, url string) *Redis {
	t.Helper()
	fanout, err := NewRedis(url, false, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	NewHub(fanout)
	t.Cleanup(func() { _ = fanout.Close() })
	return fanout
}

func TestAChannelHasOneHolderInAllProcesses(t *testing.T) {
	url := redistest.URL(t)
	processes := []*Redis{openRedis(t, url), openRedis(t, url)}
	var inside atomic.Int32
	var group sync.WaitGroup
	for number := range 20 {
		group.Go(func() {
			unlock, err := processes[number%2].Lock(t.Context(), "a channel")
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			if inside.Add(1) != 1 {
				t.Error("somebody else holds the lock")
			}
			time.Sleep(2 * time.Millisecond)
			inside.Add(-1)
		})
	}
	group.Wait()
}

func TestTheUsersOfAProcessThatWasKilledAreRemoved(t *testing.T) {
	url := redistest.URL(t)
	fanout := openRedis(t, url)
	gone, here := User{"1", "Gone"}, User{"2", "Here"}
	for socketID, user := range map[string]User{"1.1": gone, "2.2": here} {
		if err := fanout.Enter(t.Context(), "a channel", socketID, user); err != nil {
			t.Fatal(err)
		}
	}
	// Nobody has renewed this one for a long time.
	lease := redis.Z{Member: "1.1", Score: 1}
	if err := fanout.client.ZAdd(t.Context(), fanout.presence.leasesKey("a channel"), lease).Err(); err != nil {
		t.Fatal(err)
	}
	hub := &Hub{fanout: fanout, subscriptions: newSubscriptions()}
	if err := hub.removeExpired(t.Context(), "a channel"); err != nil {
		t.Fatal(err)
	}
	users, err := fanout.Present(t.Context(), "a channel")
	if err != nil || len(users) != 1 || users["2.2"] != here {
		t.Error(users, err)
	}
	lost, err := fanout.presence.renew(t.Context(), "a channel", Users{"1.1": gone, "2.2": here})
	if err != nil || !slices.Equal(lost, []string{"1.1"}) {
		t.Error(lost, err)
	}
}

func TestAnInvalidURLIsNotShown(t *testing.T) {
	if _, err := NewRedis("redis://:a secret@:port", false, "test", nil); err == nil || err.Error() != "the URL of Redis is not valid" {
		t.Error(err)
	}
}
