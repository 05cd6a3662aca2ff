// Package page divides lists into pages. A cursor contains the last row's position in the order, so new rows shift nothing.
package page

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json/v2"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/app/internal/answer"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
)

// Order sorts rows by one column, then by id, so that one index serves both directions.
type Order struct {
	Column     string
	Descending bool
	// Nullable: rows without a value come last in both directions.
	Nullable bool
	IsTime   bool
}

// Place of a row in an order. The value is nil, or one of JSON.
type Place struct {
	Value any
	ID    string
}

// Request asks for one page.
type Request struct {
	Order Order
	limit int
	after *Place
	url   *url.URL
	key   []byte
}

// Read reads the parameters of a page.
func Read(r *http.Request, parameters *input.Parameters, order Order, secretKey string) (Request, error) {
	request := Request{Order: order, limit: parameters.Limit(), url: r.URL, key: []byte(secretKey)}
	cursor := parameters.Get("cursor")
	if err := parameters.Err(); err != nil {
		return Request{}, err
	}
	if !parameters.Has("cursor") {
		return request, nil
	}
	var ok bool
	if request.after, ok = request.read(cursor); !ok {
		return Request{}, failure.InvalidField("/cursor", "This is not a cursor of this list.")
	}
	return request, nil
}

// Query selects the rows of a list, without their order. It ends in a condition.
type Query[T any] struct {
	SQL  string
	Args []any
	Scan func(database.Row) (T, error)
}

// Fetch reads one row more than the page has, which shows that there is another page. First come the rows with a value,
// then those without: no index can sort nulls last in both directions on all databases.
func Fetch[T any](ctx context.Context, db database.Conn, q Query[T], request Request) ([]T, error) {
	order, after, count := request.Order, request.after, request.limit+1
	direction, beyond := "ASC", ">"
	if order.Descending {
		direction, beyond = "DESC", "<"
	}
	var found []T
	if after == nil || after.Value != nil {
		sql, args := q.SQL, q.Args
		if order.Nullable {
			sql += fmt.Sprintf(" AND %s IS NOT NULL", order.Column)
		}
		if after != nil {
			// The first condition is redundant, but lets the database use an index.
			sql += fmt.Sprintf(" AND %[1]s %[2]s= ? AND (%[1]s %[2]s ? OR id %[2]s ?)", order.Column, beyond)
			args = append(args[:len(args):len(args)], after.Value, after.Value, after.ID)
		}
		sql += fmt.Sprintf(" ORDER BY %[1]s %[2]s, id %[2]s LIMIT %[3]d", order.Column, direction, count)
		rows, err := database.All(ctx, db, q.Scan, sql, args...)
		if err != nil {
			return nil, err
		}
		found = rows
	}
	if order.Nullable && len(found) < count {
		sql, args := q.SQL+fmt.Sprintf(" AND %s IS NULL", order.Column), q.Args
		if after != nil && after.Value == nil {
			sql += fmt.Sprintf(" AND id %s ?", beyond)
			args = append(args[:len(args):len(args)], after.ID)
		}
		sql += fmt.Sprintf(" ORDER BY id %s LIMIT %d", direction, count-len(found))
		rows, err := database.All(ctx, db, q.Scan, sql, args...)
		if err != nil {
			return nil, err
		}
		found = append(found, rows...)
	}
	return found, nil
}

// Page is the response to a request.
type Page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`
}

// Of returns the page of what was fetched, and links the next one.
func Of[T any](w http.ResponseWriter, request Request, found []T, place func(T) Place) (Page[T], error) {
	page := Page[T]{Items: found[:min(request.limit, len(found))]}
	if len(found) <= request.limit {
		return page, nil
	}
	cursor, err := request.write(place(page.Items[request.limit-1]))
	if err != nil {
		return page, err
	}
	page.NextCursor = &cursor
	query := request.url.Query()
	query.Set("cursor", cursor)
	w.Header().Set("Link", fmt.Sprintf(`<%s?%s>; rel="next"`, request.url.Path, query.Encode()))
	return page, nil
}

const signatureLength = 16

// sign is for this list: only cursors that we signed for it are read, so they need no further validation.
func (r Request) sign(payload []byte) []byte {
	query := r.url.Query()
	query.Del("cursor")
	query.Del("limit")
	mac := hmac.New(sha256.New, r.key)
	fmt.Fprintf(mac, "%s?%s\x00%s", r.url.Path, query.Encode(), payload)
	return mac.Sum(nil)[:signatureLength]
}

func (r Request) write(place Place) (string, error) {
	payload, err := answer.Encode([]any{place.Value, place.ID})
	return base64.RawURLEncoding.EncodeToString(append(r.sign(payload), payload...)), err
}

func (r Request) read(cursor string) (*Place, bool) {
	signed, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(signed) < signatureLength || strings.ContainsAny(cursor, "\r\n") {
		return nil, false
	}
	payload := signed[signatureLength:]
	if !hmac.Equal(signed[:signatureLength], r.sign(payload)) {
		return nil, false
	}
	var parts []any
	if err := json.Unmarshal(payload, &parts); err != nil || len(parts) != 2 {
		return nil, false
	}
	id, ok := parts[1].(string)
	place := Place{parts[0], id}
	if written, isText := place.Value.(string); isText && r.Order.IsTime {
		place.Value, err = time.Parse(time.RFC3339, written)
	}
	if number, isNumber := place.Value.(float64); isNumber {
		place.Value = int64(number)
	}
	return &place, ok && err == nil
}
