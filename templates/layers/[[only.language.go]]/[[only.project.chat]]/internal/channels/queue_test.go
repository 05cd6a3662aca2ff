package channels

import (
	"bytes"
	"testing"
)

func TestAQueueIsLimited(t *testing.T) {
	tests := map[string]struct {
		frame []byte
		most  int
	}{
		"by the number of frames": {[]byte("{}"), mostWaiting},
		"by their size":           {bytes.Repeat([]byte("x"), 100_000), mostBytes / 100_000},
	}
	for name, test := range tests {
		q := newQueue()
		for range test.most {
			if !q.push(test.frame) {
				t.Fatalf("%s: it is full too early", name)
			}
		}
		if q.push(test.frame) {
			t.Errorf("%s: it is never full", name)
		}
		q.next()
		if !q.push(test.frame) {
			t.Errorf("%s: it stays full", name)
		}
	}
}

func TestAQueueEndsOnce(t *testing.T) {
	q := newQueue()
	q.push([]byte("dropped"))
	if !q.end([]byte("last")) || q.end([]byte("another one")) {
		t.Error("it ends twice")
	}
	if !q.push([]byte("ignored")) {
		t.Error("it is full at its end")
	}
	if frame, ok := q.next(); ok || string(frame) != "last" {
		t.Errorf("%s %v", frame, ok)
	}
}
