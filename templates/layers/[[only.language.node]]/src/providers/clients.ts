/** The providers that users can sign in with. openid-client speaks OAuth 2 and OpenID Connect. */

import * as client from "openid-client";
import type { Logger } from "pino";
import { z } from "zod";

import { PREFIX } from "../accounts/from-providers.ts";
import { ProviderFailed, StartAgain } from "../failures.ts";
import type { Settings } from "../settings.ts";
import { hasLength } from "../text.ts";
import type { Attempt } from "./attempts.ts";

/** Of all requests for one sign-in together, in milliseconds. */
const TIMEOUT = 10_000;
const LONGEST = 255;
/** How OpenID providers and GitHub say that a code is invalid. */
const INVALID_CODE = ["invalid_grant", "bad_verification_code"];

/** Who has signed in at a provider, without an e-mail address that it has not verified. */
export interface Person {
  issuer: string;
  subject: string;
  email: string | undefined;
  name: string;
}

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

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
  #metadata: client.ServerMetadata | undefined;

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
    const fetchInTime: client.CustomFetch = (url, options) =>
      fetch(url, { ...options, signal } as RequestInit);
    this.#metadata ??= await this.discover(fetchInTime);
    const methods = this.#metadata.token_endpoint_auth_methods_supported ?? [];
    const config = new client.Configuration(
      this.#metadata,
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

class OpenIdProvider extends Provider {
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
    return found.serverMetadata();
  }

  protected async readPerson(
    config: client.Configuration,
    tokens: Tokens,
  ): Promise<Person> {
    const claims = tokens.claims();
    if (!claims || !hasLength(claims.sub, 1, LONGEST)) {
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

const GitHubUser = z.object({
  id: z.int(),
  login: z.string(),
  name: z.string().nullish(),
});
const GitHubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.unknown() }),
);

/** GitHub has no ID tokens: its API says who has signed in. */
class GitHub extends Provider {
  readonly id = "github";
  readonly name = "GitHub";
  readonly issuer: string;
  protected readonly scope = "read:user user:email";
  protected readonly hasIdTokens = false;
  protected readonly clientId: string;
  protected readonly clientSecret: string;

  constructor(settings: Settings, logger: Logger) {
    super(settings, logger);
    this.issuer = settings.GITHUB_URL;
    this.clientId = settings.GITHUB_CLIENT_ID;
    this.clientSecret = settings.GITHUB_CLIENT_SECRET;
  }

  protected discover(): Promise<client.ServerMetadata> {
    return Promise.resolve({
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/login/oauth/authorize`,
      token_endpoint: `${this.issuer}/login/oauth/access_token`,
      token_endpoint_auth_methods_supported: ["client_secret_post"],
    });
  }

  protected async readPerson(
    config: client.Configuration,
    { access_token }: Tokens,
  ): Promise<Person> {
    // GitHub Enterprise has its API below its own address.
    const api =
      this.issuer === "https://github.com"
        ? "https://api.github.com"
        : `${this.issuer}/api/v3`;
    const get = async (path: string): Promise<unknown> => {
      const url = new URL(api + path);
      return (
        await client.fetchProtectedResource(config, access_token, url, "GET")
      ).json();
    };
    const { id, login, name } = GitHubUser.parse(await get("/user"));
    const emails = GitHubEmails.parse(await get("/user/emails"));
    const own = emails.find(({ primary }) => primary);
    return {
      issuer: this.issuer,
      subject: String(id),
      email: own?.verified === true ? own.email : undefined,
      name: name ? name : login,
    };
  }
}

/** The providers by id, in the order in which a page shows them. */
export function configuredProviders(
  settings: Settings,
  logger: Logger,
): Map<string, Provider> {
  const providers: Provider[] = [];
  if (settings.OIDC_CLIENT_ID !== "") {
    providers.push(new OpenIdProvider(settings, logger));
  }
  if (settings.GITHUB_CLIENT_ID !== "") {
    providers.push(new GitHub(settings, logger));
  }
  return new Map(providers.map((provider) => [provider.id, provider]));
}

/** Settings refuse such an issuer in production. */
function extensionsFor(
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
