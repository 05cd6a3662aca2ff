package request

import (
	"bufio"
	"net"
	"net/http"
)

// Hijack is for WebSockets.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	r.status, r.isSent = http.StatusSwitchingProtocols, true
	return http.NewResponseController(r.ResponseWriter).Hijack()
}
