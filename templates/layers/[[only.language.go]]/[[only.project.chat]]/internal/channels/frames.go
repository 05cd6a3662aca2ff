package channels

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
)

// User who is present on a channel.
type User struct {
	ID   string
	Name string
}

// Users are those present on a channel, by the id of their connection.
type Users map[string]User

// ids of the users, each once.
func (u Users) ids() map[string]bool {
	ids := map[string]bool{}
	for _, user := range u {
		ids[user.ID] = true
	}
	return ids
}

// frame is an event that is not on a channel.
type frame struct {
	Event string `json:"event"`
	Data  any    `json:"data"`
}

// channelFrame is an event on a channel. The data of the server's own events is JSON in a string.
type channelFrame struct {
	Event   string `json:"event"`
	Channel string `json:"channel"`
	Data    any    `json:"data"`
	UserID  string `json:"user_id,omitzero"`
}

// encode is for values of this package, which can always be encoded.
func encode(value any) []byte {
	encoded, _ := json.Marshal(value, json.Deterministic(true))
	return encoded
}

type nothing struct{}

func errorFrame(code int, message string) []byte {
	return encode(frame{"pusher:error", struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{code, message}})
}

func subscriptionError(channel string, status int, message string) []byte {
	return encode(channelFrame{Event: "pusher:subscription_error", Channel: channel, Data: struct {
		Type   string `json:"type"`
		Error  string `json:"error"`
		Status int    `json:"status"`
	}{"AuthError", message, status}})
}

func subscriptionSucceeded(channel, data string) []byte {
	return encode(channelFrame{Event: "pusher_internal:subscription_succeeded", Channel: channel, Data: data})
}

type userInfo struct {
	Name string `json:"name"`
}

// presence is the data of a subscription that has just succeeded.
func presence(users Users) string {
	type members struct {
		IDs   []string            `json:"ids"`
		Hash  map[string]userInfo `json:"hash"`
		Count int                 `json:"count"`
	}
	found := members{Hash: map[string]userInfo{}}
	for _, user := range users {
		found.Hash[user.ID] = userInfo{user.Name}
	}
	for id := range found.Hash {
		found.IDs = append(found.IDs, id)
	}
	found.Count = len(found.IDs)
	return string(encode(map[string]members{"presence": found}))
}

func memberAdded(channel string, user User) []byte {
	return encode(channelFrame{Event: "pusher_internal:member_added", Channel: channel, Data: WriteUser(user)})
}

func memberRemoved(channel, userID string) []byte {
	data := encode(map[string]string{"user_id": userID})
	return encode(channelFrame{Event: "pusher_internal:member_removed", Channel: channel, Data: string(data)})
}

type channelData struct {
	UserID   string   `json:"user_id"`
	UserInfo userInfo `json:"user_info"`
}

// WriteUser returns a user as the `channel_data` of the protocol.
func WriteUser(user User) string {
	return string(encode(channelData{user.ID, userInfo{user.Name}}))
}

// readUser is for data that we have signed or stored ourselves.
func readUser(written string) (User, error) {
	var data channelData
	err := json.Unmarshal([]byte(written), &data)
	return User{data.UserID, data.UserInfo.Name}, err
}

// received is a frame from a client.
type received struct {
	Event   *string        `json:"event"`
	Channel jsontext.Value `json:"channel"`
	Data    jsontext.Value `json:"data"`
}

// readFrame returns false unless it is a JSON object with an event.
func readFrame(text []byte) (received, bool) {
	var found received
	err := json.Unmarshal(text, &found)
	return found, err == nil && found.Event != nil
}

// partsOf returns the members of an object; anything else has none.
func partsOf(value jsontext.Value) map[string]jsontext.Value {
	var parts map[string]jsontext.Value
	if json.Unmarshal(value, &parts) != nil {
		return nil
	}
	return parts
}

// textOf returns a text; anything else is empty.
func textOf(value jsontext.Value) string {
	var text string
	if json.Unmarshal(value, &text) != nil {
		return ""
	}
	return text
}
