package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"golang.org/x/oauth2"
)

// gitHub has no ID tokens: its API says who has signed in.
type gitHub struct {
	url, clientID, clientSecret string
	client                      *http.Client
}

func (*gitHub) forget() {}

func (g *gitHub) config(context.Context) (oauth2.Config, error) {
	return oauth2.Config{
		ClientID: g.clientID, ClientSecret: g.clientSecret, Scopes: []string{"read:user", "user:email"},
		Endpoint: oauth2.Endpoint{
			AuthURL:   g.url + "/login/oauth/authorize",
			TokenURL:  g.url + "/login/oauth/access_token",
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}, nil
}

func (g *gitHub) read(ctx context.Context, tokens *oauth2.Token, _ attempt) (person, error) {
	var user struct {
		ID    int64   `json:"id"`
		Login string  `json:"login"`
		Name  *string `json:"name"`
	}
	if err := g.get(ctx, "/user", tokens, &user); err != nil {
		return person{}, err
	}
	if user.ID == 0 || user.Login == "" {
		return person{}, fmt.Errorf("the user has no id")
	}
	var emails []struct {
		Email    string `json:"email"`
		Primary  bool   `json:"primary"`
		Verified any    `json:"verified"`
	}
	if err := g.get(ctx, "/user/emails", tokens, &emails); err != nil {
		return person{}, err
	}
	found := person{issuer: g.url, subject: strconv.FormatInt(user.ID, 10), name: user.Login}
	if user.Name != nil {
		found.name = *user.Name
	}
	for _, each := range emails {
		if each.Primary && each.Verified == true {
			found.email = each.Email
		}
	}
	return found, nil
}

// get asks the API, which GitHub Enterprise has below its own address.
func (g *gitHub) get(ctx context.Context, path string, tokens *oauth2.Token, into any) error {
	api := g.url + "/api/v3"
	if g.url == "https://github.com" {
		api = "https://api.github.com"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, api+path, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Authorization", "Bearer "+tokens.AccessToken)
	response, err := g.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the status is %d", response.StatusCode)
	}
	return json.NewDecoder(response.Body).Decode(into)
}
