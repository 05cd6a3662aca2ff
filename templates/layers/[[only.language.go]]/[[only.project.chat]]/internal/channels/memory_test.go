package channels

import (
	"strconv"
	"testing"
)

func TestOnlyTheLatestSignInsAreRemembered(t *testing.T) {
	memory := NewMemory()
	for number := range mostSignIns + 1 {
		if err := memory.SaveSignIn(t.Context(), strconv.Itoa(number), "a channel", "a session"); err != nil {
			t.Fatal(err)
		}
	}
	for socketID, want := range map[string]string{"0": "", "1": "a session", strconv.Itoa(mostSignIns): "a session"} {
		if found, err := memory.SignInOf(t.Context(), socketID, "a channel"); err != nil || found != want {
			t.Errorf("%s: %s %v", socketID, found, err)
		}
	}
}
