package sample

import (
	"context"

	"example.com/app/internal/account"
	"example.com/app/internal/article"
	"example.com/app/internal/database"
	"example.com/app/internal/profile"
)

// Two accounts, which anyone can sign in to.
const (
	ReaderEmail = "demo@example.com"
	authorEmail = "grace@example.com"
)

var drafts = []article.Draft{
	{Title: "How to train your dragon", Description: "Ever wonder how?", TagList: []string{"dragons", "training"}},
	{Title: "Nobody reads the manual", Description: "And what to do about it.", TagList: []string{"writing"}},
	{
		Title: "Lists without surprises", Description: "Pages, counts and one query too many.",
		TagList: []string{"sql", "writing"},
	},
}

// Names have to be free.
func Names() []string {
	names := []string{ReaderEmail, authorEmail, "demo", "grace"}
	for _, draft := range drafts {
		names = append(names, article.Slug(draft.Title))
	}
	return names
}

// AddAuthors adds an author, and a reader who follows her, with the same password.
func AddAuthors(ctx context.Context, tx database.Conn, accounts *account.Accounts, password string) error {
	bio := "I write about what I had to learn twice. 🐉"
	author, err := accounts.Add(ctx, tx,
		account.NewUser{Username: "grace", Email: authorEmail, Password: password, Bio: &bio})
	if err != nil {
		return err
	}
	reader, err := accounts.Add(ctx, tx, account.NewUser{Username: "demo", Email: ReaderEmail, Password: password})
	if err != nil {
		return err
	}
	if err := profile.Follow(ctx, tx, reader.ID, author.ID); err != nil {
		return err
	}
	for _, draft := range drafts {
		draft.Body = "# " + draft.Title + "\n\n" + draft.Description
		if err := write(ctx, tx, author, reader, draft, "Thank you so much!"); err != nil {
			return err
		}
	}
	return nil
}
