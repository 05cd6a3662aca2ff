package channels

import "sync"

const (
	mostWaiting = 256
	mostBytes   = 1 << 20
)

// queue has the frames that wait for a client. It ends with the frame that closes the connection.
type queue struct {
	mu      sync.Mutex
	changed *sync.Cond
	frames  [][]byte
	bytes   int
	isEnded bool
	last    []byte
}

func newQueue() *queue {
	q := &queue{}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// push returns false if the queue is full.
func (q *queue) push(frame []byte) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.isEnded:
		return true
	case len(q.frames) == mostWaiting || q.bytes+len(frame) > mostBytes:
		return false
	}
	q.frames = append(q.frames, frame)
	q.bytes += len(frame)
	q.changed.Signal()
	return true
}

// end drops what waits. It returns false if the queue has ended already.
func (q *queue) end(last []byte) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.isEnded {
		return false
	}
	q.isEnded, q.last, q.frames, q.bytes = true, last, nil, 0
	q.changed.Signal()
	return true
}

// next waits for a frame. At the end of the queue, it returns false and the last one.
func (q *queue) next() (frame []byte, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.frames) == 0 && !q.isEnded {
		q.changed.Wait()
	}
	if q.isEnded {
		return q.last, false
	}
	frame = q.frames[0]
	q.frames[0] = nil
	q.frames = q.frames[1:]
	q.bytes -= len(frame)
	return frame, true
}
