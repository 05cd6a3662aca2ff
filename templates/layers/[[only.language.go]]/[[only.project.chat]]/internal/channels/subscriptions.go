package channels

import "sync"

// Codes with which connections are closed. Clients connect again at once after 4200 to 4299.
const (
	closeSlow         = 4100
	closeSignedOut    = 4009
	closeReconnect    = 4200
	closeSilent       = 4201
	closeUnsubscribed = 4202
)

var reasons = map[int]string{403: "You are not a member of this room.", 404: "This room was deleted."}

// subscriptions are the connections of this process, and the channels of each.
type subscriptions struct {
	mu          sync.Mutex
	connections map[string]*connection
	// subscribers of each channel, by the id of their connection. On private channels nobody is present.
	subscribers map[string]map[string]*User
	channels    map[string]map[string]bool
}

func newSubscriptions() *subscriptions {
	return &subscriptions{
		connections: map[string]*connection{},
		subscribers: map[string]map[string]*User{},
		channels:    map[string]map[string]bool{},
	}
}

func (s *subscriptions) add(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connections[c.id] = c
}

// remove forgets a connection, and returns the channels on which its user was present.
func (s *subscriptions) remove(c *connection) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.connections, c.id)
	var present []string
	for channel := range s.channels[c.id] {
		if s.subscribers[channel][c.id] != nil {
			present = append(present, channel)
		}
		s.forget(channel, c.id)
	}
	return present
}

// enter subscribes a connection; the frame is the first one that it gets on the channel.
func (s *subscriptions) enter(channel string, c *connection, signIn string, user *User, first []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.subscribers[channel] == nil {
		s.subscribers[channel] = map[string]*User{}
	}
	if s.channels[c.id] == nil {
		s.channels[c.id] = map[string]bool{}
	}
	s.subscribers[channel][c.id] = user
	s.channels[c.id][channel] = true
	c.signIns[signIn] = true
	c.send(first)
}

// leave returns the user who was present on the channel, if there was one.
func (s *subscriptions) leave(channel, socketID string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	user := s.subscribers[channel][socketID]
	s.forget(channel, socketID)
	return user
}

func (s *subscriptions) forget(channel, socketID string) {
	delete(s.subscribers[channel], socketID)
	if len(s.subscribers[channel]) == 0 {
		delete(s.subscribers, channel)
	}
	delete(s.channels[socketID], channel)
	if len(s.channels[socketID]) == 0 {
		delete(s.channels, socketID)
	}
}

// userOn returns the user of a connection who is present on the channel.
func (s *subscriptions) userOn(channel string, c *connection) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subscribers[channel][c.id]
}

// countOthers returns how many other channels a connection is on.
func (s *subscriptions) countOthers(c *connection, channel string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := len(s.channels[c.id])
	if s.channels[c.id][channel] {
		count--
	}
	return count
}

// present returns the users who are present in this process, by channel.
func (s *subscriptions) present() map[string]Users {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[string]Users{}
	for channel, subscribers := range s.subscribers {
		users := Users{}
		for socketID, user := range subscribers {
			if user != nil {
				users[socketID] = *user
			}
		}
		if len(users) > 0 {
			found[channel] = users
		}
	}
	return found
}

// signIns returns those that connections have subscribed with.
func (s *subscriptions) signIns() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := map[string]bool{}
	var found []string
	for _, c := range s.connections {
		for signIn := range c.signIns {
			if !known[signIn] {
				known[signIn] = true
				found = append(found, signIn)
			}
		}
	}
	return found
}

func (s *subscriptions) signOut(ended map[string]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.connections {
		for signIn := range c.signIns {
			if ended[signIn] {
				c.close(closeSignedOut, "Signed out.")
			}
		}
	}
}

// each calls a function with all connections.
func (s *subscriptions) each(do func(*connection)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.connections {
		do(c)
	}
}

// reconnect makes some clients connect again.
func (s *subscriptions) reconnect(socketIDs []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, socketID := range socketIDs {
		if c := s.connections[socketID]; c != nil {
			c.reconnect()
		}
	}
}

func (s *subscriptions) deliver(a Announcement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, socketID := range a.Removed {
		if _, isHere := s.subscribers[a.Channel][socketID]; isHere {
			s.forget(a.Channel, socketID)
			s.connections[socketID].send(subscriptionError(a.Channel, a.Status, reasons[a.Status]))
		}
	}
	if a.Frame == "" {
		return
	}
	frame := []byte(a.Frame)
	for socketID := range s.subscribers[a.Channel] {
		if socketID != a.ExceptFor {
			s.connections[socketID].send(frame)
		}
	}
}
