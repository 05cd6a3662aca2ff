import type { Logger } from "pino";

import type { Settings } from "../settings.ts";
import type { Provider } from "./clients.ts";
import { GitHub } from "./github.ts";
import { OpenIdProvider } from "./openid.ts";

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
