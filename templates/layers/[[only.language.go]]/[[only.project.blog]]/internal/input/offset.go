package input

import (
	"math"
	"regexp"
	"strconv"
)

var isOffset = regexp.MustCompile(`^(0|[1-9][0-9]{0,9})$`)

// Offset reads how many rows to skip.
func (p *Parameters) Offset() int {
	if !p.Has("offset") {
		return 0
	}
	value := p.Get("offset")
	offset, err := strconv.Atoi(value)
	if err != nil || !isOffset.MatchString(value) || offset > math.MaxInt32 {
		p.refuse("offset", "It is a number from 0 to 2147483647.")
	}
	return offset
}
