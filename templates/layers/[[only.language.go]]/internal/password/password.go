// Package password hashes passwords with argon2id.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/crypto/argon2"
)

const passes, threads, keyLength, saltLength = 2, 1, 32, 16

// Hasher limits how many passwords are hashed at once: each takes a processor and much memory.
type Hasher struct {
	memory uint32
	turns  chan struct{}
	nobody string
}

// NewHasher uses this much memory for each password.
func NewHasher(memoryKiB int) *Hasher {
	turns := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))
	hasher := &Hasher{memory: uint32(memoryKiB), turns: turns}
	// It only fails when its context ends.
	hasher.nobody, _ = hasher.Hash(context.Background(), "nobody has this password")
	return hasher
}

// Hash returns the text to store, in the format of the argon2 command.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	rand.Read(salt)
	key, err := h.key(ctx, password, salt, passes, h.memory, threads)
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.memory, passes, threads, encode(salt), encode(key)), nil
}

// Matches takes as long without a hash, so that unknown accounts cannot be detected.
func (h *Hasher) Matches(ctx context.Context, password, hash string) (bool, error) {
	isKnown := hash != ""
	if !isKnown {
		hash = h.nobody
	}
	var version int
	var memory, time uint32
	var lanes uint8
	var salt, key string
	_, err := fmt.Sscanf(hash, "$argon2id$v=%d$m=%d,t=%d,p=%d$%22s$%43s", &version, &memory, &time, &lanes, &salt, &key)
	if err != nil {
		return false, errors.New("the stored hash is not one of argon2id")
	}
	decodedSalt, err := base64.RawStdEncoding.DecodeString(salt)
	if err != nil {
		return false, err
	}
	computed, err := h.key(ctx, password, decodedSalt, time, memory, lanes)
	if err != nil {
		return false, err
	}
	encoded := base64.RawStdEncoding.EncodeToString(computed)
	return subtle.ConstantTimeCompare([]byte(encoded), []byte(key)) == 1 && isKnown, nil
}

func (h *Hasher) key(ctx context.Context, password string, salt []byte, time, memory uint32, lanes uint8) ([]byte, error) {
	select {
	case h.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.turns }()
	return argon2.IDKey([]byte(password), salt, time, memory, lanes, keyLength), nil
}
