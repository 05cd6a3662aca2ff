package app.provider;

/**
 * Somebody who has signed in at a provider.
 *
 * @param email empty unless the provider has verified it
 */
record Person(String issuer, String subject, String email, String name) {}
