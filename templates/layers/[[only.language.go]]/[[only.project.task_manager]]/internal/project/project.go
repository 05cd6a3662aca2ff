// Package project has the projects that tasks can belong to.
package project

import (
	"regexp"
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
)

// Project of a user.
type Project struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Color     *string   `json:"color"`
	Archived  bool      `json:"archived"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`

	userID string
}

// NewestFirst is the order of lists.
var NewestFirst = page.Order{Column: "created_at", Descending: true, IsTime: true}

// Place in that order.
func Place(p Project) page.Place { return page.Place{Value: p.CreatedAt, ID: p.ID} }

var isColor = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// readNew reads what a new project needs.
func (p *Project) readNew(body *input.Object) error {
	p.Name = body.Name("name", 100)
	p.readColor(body)
	return body.Err()
}

// readChange reads a merge patch: members that are missing stay unchanged, and null clears.
func (p *Project) readChange(body *input.Object) error {
	if body.Has("name") {
		p.Name = body.Name("name", 100)
	}
	p.readColor(body)
	if body.Has("archived") {
		p.Archived = body.Bool("archived")
	}
	return body.Err()
}

func (p *Project) readColor(body *input.Object) {
	if body.IsNull("color") {
		p.Color = nil
	} else if body.Has("color") {
		color := body.Matching("color", isColor, "It is a colour like #2f6fed.")
		p.Color = &color
	}
}

const columns = "id, user_id, name, color, archived, created_at, updated_at"

func scan(row database.Row) (p Project, err error) {
	err = row.Scan(&p.ID, &p.userID, &p.Name, &p.Color, &p.Archived, &p.CreatedAt, &p.UpdatedAt)
	return p, err
}
