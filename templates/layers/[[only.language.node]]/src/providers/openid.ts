import * as client from "openid-client";
import type { Logger } from "pino";

import type { Settings } from "../settings.ts";
import { hasLength } from "../text.ts";
import {
  extensionsFor,
  Provider,
  type Person,
  type Tokens,
} from "./clients.ts";

const LONGEST_SUBJECT = 255;

export class OpenIdProvider extends Provider {
  readonly id = "oidc";
  readonly name: string;
  readonly issuer: string;
  protected readonly scope = "openid email profile";
  protected readonly hasIdTokens = true;
  protected readonly clientId: string;
  protected readonly clientSecret: string;

  constructor(settings: Settings, logger: Logger) {
    super(settings, logger);
    this.name = settings.OIDC_NAME;
    this.issuer = settings.OIDC_ISSUER;
    this.clientId = settings.OIDC_CLIENT_ID;
    this.clientSecret = settings.OIDC_CLIENT_SECRET;
  }

  protected async discover(
    fetchInTime: client.CustomFetch,
  ): Promise<client.ServerMetadata> {
    const found = await client.discovery(
      new URL(this.issuer),
      this.clientId,
      this.clientSecret,
      undefined,
      {
        [client.customFetch]: fetchInTime,
        execute: extensionsFor(this.issuer),
      },
    );
    const metadata = found.serverMetadata();
    // The library ignores a slash at the end, but identities and callbacks are compared exactly.
    if (metadata.issuer !== this.issuer) {
      throw new Error("The metadata is another issuer's.");
    }
    return metadata;
  }

  protected async readPerson(
    config: client.Configuration,
    tokens: Tokens,
  ): Promise<Person> {
    const claims = tokens.claims();
    if (!claims || !hasLength(claims.sub, 1, LONGEST_SUBJECT)) {
      throw new Error("The subject is invalid.");
    }
    const { sub } = claims;
    const { email, email_verified, name } =
      "email" in claims || !config.serverMetadata().userinfo_endpoint
        ? claims
        : await client.fetchUserInfo(config, tokens.access_token, sub);
    const isVerified = email_verified === true && typeof email === "string";
    return {
      issuer: this.issuer,
      subject: sub,
      email: isVerified ? email : undefined,
      name: typeof name === "string" ? name : "",
    };
  }
}
