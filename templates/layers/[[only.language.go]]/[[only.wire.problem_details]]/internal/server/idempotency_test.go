package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/app/internal/database"
	"example.com/app/internal/idempotency"
)

func TestAPanicReleasesTheIdempotencyKey(t *testing.T) {
	alice := signUp(t, start(t))
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Header.Set("Idempotency-Key", "key")
	key, err := idempotency.ReadKey(r, alice.id, nil)
	if err != nil {
		t.Fatal(err)
	}
	once := func(work idempotency.Work) error {
		defer func() { _ = recover() }()
		_, _, err := idempotency.Once(t.Context(), alice.app.DB, key, work)
		return err
	}
	_ = once(func(context.Context, database.Conn) (idempotency.Answer, error) { panic("a bug") })
	err = once(func(context.Context, database.Conn) (idempotency.Answer, error) { return idempotency.Answer{}, nil })
	if err != nil {
		t.Error(err)
	}
}
