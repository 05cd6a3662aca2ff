package request

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestTheClientBehindATrustedProxy(t *testing.T) {
	tests := map[string]string{
		"":                          "127.0.0.1",
		"203.0.113.8":               "203.0.113.8",
		"203.0.113.8:5001":          "203.0.113.8",
		"198.51.100.1, 203.0.113.8": "203.0.113.8",
		"203.0.113.8, 127.0.0.1":    "203.0.113.8",
		"::ffff:203.0.113.8":        "203.0.113.8",
		"2001:db8:1:2:3:4:5:6":      "2001:db8:1:2::/64",
		"[2001:db8:1:2::1]:443":     "2001:db8:1:2::/64",
		"[2001:DB8:1:2::2]":         "2001:db8:1:2::/64",
		"unknown":                   "127.0.0.1",
	}
	proxies := Proxies{netip.MustParsePrefix("127.0.0.0/8")}
	for forwarded, want := range tests {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "127.0.0.1:1234"
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		if got := proxies.Network(r); got != want {
			t.Errorf("%s: %s, not %s", forwarded, got, want)
		}
		if got := (Proxies{}).Network(r); got != "127.0.0.1" {
			t.Errorf("without a proxy, %s is believed", got)
		}
	}
}
