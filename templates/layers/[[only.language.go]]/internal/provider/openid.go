package provider

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

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
	// turn holds what was fetched; who takes it may fetch, one at a time, since anyone can start to sign in at any rate.
	turn chan *discovered
}

// discovered is what a provider says about itself.
type discovered struct {
	provider *oidc.Provider
	metadata metadata
}

// metadata are the parts of OpenID Connect Discovery, section 3, that are used.
type metadata struct {
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Keys          string   `json:"jwks_uri"`
	UserInfo      string   `json:"userinfo_endpoint"`
	Methods       []string `json:"token_endpoint_auth_methods_supported"`
}

func newOpenID(issuer, clientID, clientSecret string) *openID {
	o := &openID{issuer: issuer, clientID: clientID, clientSecret: clientSecret, turn: make(chan *discovered, 1)}
	o.turn <- nil
	return o
}

// discover fetches the provider's metadata, unless it is there.
func (o *openID) discover(ctx context.Context) (*discovered, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case found := <-o.turn:
		var err error
		if found == nil {
			found, err = o.fetch(ctx)
		}
		o.turn <- found
		return found, err
	}
}

func (o *openID) fetch(ctx context.Context) (*discovered, error) {
	provider, err := oidc.NewProvider(ctx, o.issuer)
	if err != nil {
		return nil, err
	}
	var m metadata
	if err := provider.Claims(&m); err != nil {
		return nil, err
	}
	// User info is optional.
	for _, address := range []string{m.Authorization, m.Token, m.Keys, cmp.Or(m.UserInfo, m.Token)} {
		if !o.canBeAsked(address) {
			return nil, errors.New("an address is invalid")
		}
	}
	return &discovered{provider, m}, nil
}

// canBeAsked says whether an address is absolute, and encrypted if the issuer is.
func (o *openID) canBeAsked(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" {
		return false
	}
	return parsed.Scheme == "https" || parsed.Scheme == "http" && strings.HasPrefix(o.issuer, "http:")
}

func (o *openID) forget() {
	select {
	case <-o.turn:
		o.turn <- nil
	default: // It is being fetched.
	}
}

func (o *openID) config(ctx context.Context) (oauth2.Config, error) {
	found, err := o.discover(ctx)
	if err != nil {
		return oauth2.Config{}, err
	}
	style := oauth2.AuthStyleInHeader
	if slices.Contains(found.metadata.Methods, "client_secret_post") {
		style = oauth2.AuthStyleInParams
	}
	return oauth2.Config{
		ClientID: o.clientID, ClientSecret: o.clientSecret,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
		Endpoint: oauth2.Endpoint{
			AuthURL: found.metadata.Authorization, TokenURL: found.metadata.Token, AuthStyle: style,
		},
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
	known, err := o.discover(ctx)
	if err != nil {
		return person{}, err
	}
	written, _ := tokens.Extra("id_token").(string)
	// The keys are fetched each time, because the provider may withdraw one.
	keys := oidc.NewRemoteKeySet(ctx, known.metadata.Keys)
	verifier := oidc.NewVerifier(o.issuer, keys, &oidc.Config{ClientID: o.clientID, SupportedSigningAlgs: algorithms})
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
	case !text.HasLength(idToken.Subject, 1, longestSubject), strings.ContainsAny(idToken.Subject, "\x00\ufffd"):
		return person{}, errors.New("the subject is invalid")
	}
	if said.Email == nil && known.metadata.UserInfo != "" {
		if said, err = o.userInfo(ctx, known.provider, tokens, idToken.Subject); err != nil {
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
