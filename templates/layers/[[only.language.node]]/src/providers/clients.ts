/** Asks a provider who has signed in. openid-client speaks OAuth 2 and OpenID Connect. */

import * as client from "openid-client";
import type { Logger } from "pino";
import { z } from "zod";

import { PREFIX } from "../accounts/from-providers.ts";
import { ProviderFailed, StartAgain } from "../failures.ts";
import type { Settings } from "../settings.ts";
import type { Attempt } from "./attempts.ts";
import { limitSize } from "./response-size.ts";

/** Of all requests for one sign-in together, in milliseconds. */
const TIMEOUT = 10_000;
/** How OpenID providers and GitHub say that a code is invalid. */
const INVALID_CODE = ["invalid_grant", "bad_verification_code"];

/** Who has signed in at a provider, without an e-mail address that it has not verified. */
export interface Person {
  issuer: string;
  subject: string;
  email: string | undefined;
  name: string;
}

export type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

export abstract class Provider {
  abstract readonly id: string;
  abstract readonly name: string;
  abstract readonly issuer: string;
  protected abstract readonly scope: string;
  protected abstract readonly hasIdTokens: boolean;
  protected abstract readonly clientId: string;
  protected abstract readonly clientSecret: string;
  readonly #publicUrl: string;
  readonly #logger: Logger;
  #metadata: Promise<client.ServerMetadata> | undefined;

  constructor({ PUBLIC_URL }: Settings, logger: Logger) {
    this.#publicUrl = PUBLIC_URL;
    this.#logger = logger;
  }

  /** Where to send the browser, and what to check its callback against. */
  begin(): Promise<{ url: string; attempt: Attempt }> {
    return this.#ask(async (config) => {
      const attempt: Attempt = {
        provider: this.id,
        state: client.randomState(),
        ...(this.hasIdTokens ? { nonce: client.randomNonce() } : {}),
        codeVerifier: client.randomPKCECodeVerifier(),
      };
      const { state, nonce, codeVerifier } = attempt;
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: this.#callbackUrl,
        scope: this.scope,
        state,
        ...(nonce === undefined ? {} : { nonce }),
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, attempt };
    });
  }

  identify(query: URLSearchParams, attempt: Attempt): Promise<Person> {
    const { state, nonce, codeVerifier } = attempt;
    return this.#ask(async (config) => {
      const callback = new URL(`${this.#callbackUrl}?${query.toString()}`);
      if (!this.hasIdTokens) {
        callback.searchParams.delete("iss");
      }
      const tokens = await client.authorizationCodeGrant(config, callback, {
        expectedState: state,
        ...(nonce === undefined ? {} : { expectedNonce: nonce }),
        pkceCodeVerifier: codeVerifier,
      });
      return this.readPerson(config, tokens);
    });
  }

  /** Whether a callback can be this provider's (RFC 9207). */
  hasAnswered(query: URLSearchParams): boolean {
    return !this.hasIdTokens || [null, this.issuer].includes(query.get("iss"));
  }

  protected abstract discover(
    fetchInTime: client.CustomFetch,
  ): Promise<client.ServerMetadata>;

  protected abstract readPerson(
    config: client.Configuration,
    tokens: Tokens,
  ): Promise<Person>;

  get #callbackUrl(): string {
    return `${this.#publicUrl}${PREFIX}/${this.id}/callback`;
  }

  /** Whatever happens during the work is the provider's fault, since it can send anything. */
  async #ask<Result>(
    work: (config: client.Configuration) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(await this.#configure(AbortSignal.timeout(TIMEOUT)));
    } catch (error) {
      if (INVALID_CODE.includes(refusalOf(error))) {
        throw new StartAgain(
          "The provider does not accept this code. Start to sign in again.",
        );
      }
      // Fetch it again next time: it may be what is invalid.
      this.#metadata = undefined;
      const { name, code = "" } = error as client.ClientError;
      // Only its kind: the message may contain personal data.
      this.#logger.warn(`Signing in with ${this.name} failed: ${name} ${code}`);
      throw new ProviderFailed(`${this.name} is unavailable. Try again.`);
    }
  }

  /** New for each sign-in, so that the provider's keys are fetched, which may have changed. */
  async #configure(signal: AbortSignal): Promise<client.Configuration> {
    const fetchInTime: client.CustomFetch = async (url, options) =>
      limitSize(await fetch(url, { ...options, signal } as RequestInit));
    // Once for all who wait for it, because anyone can start to sign in as often as they like.
    this.#metadata ??= this.discover(fetchInTime);
    const metadata = await this.#metadata;
    const methods = metadata.token_endpoint_auth_methods_supported ?? [];
    const config = new client.Configuration(
      metadata,
      this.clientId,
      this.clientSecret,
      methods.includes("client_secret_post")
        ? client.ClientSecretPost(this.clientSecret)
        : client.ClientSecretBasic(this.clientSecret),
    );
    config[client.customFetch] = fetchInTime;
    // Without this, openid-client does not check the signature of an ID token that it has fetched itself.
    client.enableNonRepudiationChecks(config);
    extensionsFor(this.issuer).forEach((extend) => {
      extend(config);
    });
    return config;
  }
}

/** Settings refuse such an issuer in production. */
export function extensionsFor(
  issuer: string,
): ((config: client.Configuration) => void)[] {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is marked to be noticed, and will not be removed
  return issuer.startsWith("http:") ? [client.allowInsecureRequests] : [];
}

const GitHubRefusal = z.object({
  cause: z.object({
    cause: z.object({ body: z.object({ error: z.string() }) }),
  }),
});

/** The error code in the response of a token endpoint, or an empty string. */
function refusalOf(error: unknown): string {
  if (error instanceof client.ResponseBodyError) {
    return error.error;
  }
  // GitHub refuses with status 200, so openid-client reports a response without a token.
  return GitHubRefusal.safeParse(error).data?.cause.cause.body.error ?? "";
}
