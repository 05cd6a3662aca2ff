package provider

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"example.com/app/internal/text"
)

const longestSubject = 255

// algorithms are a fixed list, because a provider's own list may contain none at all.
var algorithms = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
}

type openID struct {
	issuer, clientID, clientSecret string

	mu       sync.Mutex
	provider *oidc.Provider
}

// discover fetches the provider's metadata once; the library keeps its keys too, and fetches them again when one is unknown.
func (o *openID) discover(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	provider := o.provider
	o.mu.Unlock()
	if provider != nil {
		return provider, nil
	}
	provider, err := oidc.NewProvider(ctx, o.issuer)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.provider = provider
	return provider, nil
}

func (o *openID) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.provider = nil
}

func (o *openID) config(ctx context.Context) (oauth2.Config, error) {
	provider, err := o.discover(ctx)
	if err != nil {
		return oauth2.Config{}, err
	}
	var metadata struct {
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&metadata); err != nil {
		return oauth2.Config{}, err
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if slices.Contains(metadata.Methods, "client_secret_post") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return oauth2.Config{
		ClientID: o.clientID, ClientSecret: o.clientSecret, Endpoint: endpoint,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}, nil
}

// claims about a person. Only true, and not "true", means that an address is verified.
type claims struct {
	AuthorizedParty string `json:"azp"`
	Email           any    `json:"email"`
	EmailVerified   any    `json:"email_verified"`
	Name            any    `json:"name"`
}

func (o *openID) read(ctx context.Context, tokens *oauth2.Token, a attempt) (person, error) {
	provider, err := o.discover(ctx)
	if err != nil {
		return person{}, err
	}
	written, _ := tokens.Extra("id_token").(string)
	verifier := provider.Verifier(&oidc.Config{ClientID: o.clientID, SupportedSigningAlgs: algorithms})
	idToken, err := verifier.Verify(ctx, written)
	if err != nil {
		return person{}, err
	}
	var said claims
	if err := idToken.Claims(&said); err != nil {
		return person{}, err
	}
	switch {
	case idToken.Nonce == "" || idToken.Nonce != a.Nonce:
		return person{}, errors.New("the nonce is another one")
	case said.AuthorizedParty != "" && said.AuthorizedParty != o.clientID,
		said.AuthorizedParty == "" && len(idToken.Audience) > 1:
		return person{}, errors.New("the token is for another client")
	case !text.HasLength(idToken.Subject, 1, longestSubject):
		return person{}, errors.New("the subject is invalid")
	}
	if said.Email == nil && provider.UserInfoEndpoint() != "" {
		if said, err = o.userInfo(ctx, provider, tokens, idToken.Subject); err != nil {
			return person{}, err
		}
	}
	found := person{issuer: o.issuer, subject: idToken.Subject}
	if said.EmailVerified == true {
		found.email, _ = said.Email.(string)
	}
	found.name, _ = said.Name.(string)
	return found, nil
}

func (o *openID) userInfo(ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token, subject string) (claims, error) {
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return claims{}, err
	}
	if info.Subject != subject {
		return claims{}, errors.New("the user info is about another subject")
	}
	var said claims
	err = info.Claims(&said)
	return said, err
}
