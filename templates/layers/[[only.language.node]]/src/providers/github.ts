import * as client from "openid-client";
import type { Logger } from "pino";
import { z } from "zod";

import type { Settings } from "../settings.ts";
import { Provider, type Person, type Tokens } from "./clients.ts";

const GitHubUser = z.object({
  id: z.int(),
  login: z.string(),
  name: z.string().nullish(),
});
const GitHubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.unknown() }),
);

/** GitHub has no ID tokens: its API says who has signed in. */
export class GitHub extends Provider {
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
      name: name ?? login,
    };
  }
}
