package app.provider;

import app.security.Tokens;

/**
 * What the callback of a provider is checked against.
 *
 * @param nonce empty for a provider without ID tokens
 * @param userId the account to link the provider to; empty to sign in
 */
record Attempt(String provider, String state, String nonce, String verifier, String userId) {
  static Attempt start(Provider provider, String userId) {
    var nonce = provider.isOpenId() ? Tokens.random() : "";
    return new Attempt(provider.id(), Tokens.random(), nonce, Tokens.random(), userId);
  }
}
