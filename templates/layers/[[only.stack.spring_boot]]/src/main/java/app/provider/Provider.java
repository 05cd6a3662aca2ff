package app.provider;

import java.io.IOException;
import java.util.Map;

/** A provider that users can sign in with: what differs between OpenID Connect and GitHub. */
interface Provider {
  String id();

  String name();

  String issuer();

  boolean isOpenId();

  /** Where to send a browser, with the parameters of this kind of provider. */
  String authorizationUrl(Map<String, String> parameters) throws Exception;

  /** Redeems a code, and says who has signed in. */
  Person identify(Map<String, String> form, Attempt attempt) throws Exception;

  /** Drops what was fetched from the provider: it may be what is invalid. */
  default void forget() {}

  /**
   * The provider does not accept a code. The browser brought it, so the provider has not failed.
   */
  class InvalidCodeException extends Exception {}

  /** The access token, and everything beside it, in the answer to a code. */
  static tools.jackson.databind.JsonNode tokens(ProviderClient.Answer answer)
      throws IOException, InvalidCodeException {
    var error = answer.body().path("error").asString("");
    if (error.equals("invalid_grant") || error.equals("bad_verification_code")) {
      throw new InvalidCodeException();
    }
    if (!answer.okay().path("access_token").isString()) {
      throw new IOException("there is no access token");
    }
    return answer.body();
  }
}
