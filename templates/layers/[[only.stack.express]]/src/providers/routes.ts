/** Signing in with a provider, and linking one to an account. */

import type { Request, Response, Router } from "express";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { CodeBody, PREFIX, signIn } from "../accounts/from-providers.ts";
import { clientNetwork } from "../client-address.ts";
import { NotFound, ProviderFailed, StartAgain } from "../failures.ts";
import { readBody } from "../input.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import type { Attempt } from "./attempts.ts";
import { handOutCode, useCode, useState } from "./callbacks.ts";
import type { Provider } from "./clients.ts";
import { attemptOf, keepAttempt } from "./cookies.ts";
import { accountOf, isLinked, link, Refused, unlink } from "./identities.ts";

/** Public: these routes are how a user gets a token. */
export function signInWithProviders(services: Services): Router {
  const { database, providers, rateLimits, settings } = services;
  const { route, router } = createRouter();

  route(`${PREFIX}/providers`).get((_request, response) => {
    const items = Array.from(providers.values(), ({ id, name }) => {
      return { id, name, url: `${PREFIX}/${id}/authorize` };
    });
    response.json({ items });
  });

  route(`${PREFIX}/exchange`).post(async (request, response) => {
    const { code } = readBody(request, CodeBody);
    const { state } = await attemptOf(request, settings);
    const user = await useCode(database, code, state);
    response.json(await signIn(services, user));
  });

  route(`${PREFIX}/:provider/authorize`).get(async (request, response) => {
    const provider = findProvider(services, request.params.provider);
    const { url, attempt } = await provider.begin();
    await keepAttempt(response, attempt, settings);
    redirect(response, url);
  });

  route(`${PREFIX}/:provider/callback`).get(async (request, response) => {
    const provider = findProvider(services, request.params.provider);
    rateLimits.callbacks.count(clientNetwork(request));
    const attempt = await attemptOf(request, settings);
    const query = queryOf(request);
    const isOwn =
      attempt.provider === provider.id && attempt.state === query.get("state");
    if (!isOwn || !provider.hasAnswered(query)) {
      throw new StartAgain(
        "This is not the answer to what this browser asked. Start to sign in again.",
      );
    }
    await useState(database, attempt.state);
    const result = await resultOf(services, provider, query, attempt);
    redirect(response, `/?${new URLSearchParams(result).toString()}`);
  });

  return router;
}

export function providerLinks(services: Services): Router {
  const { database, providers, settings } = services;
  const { route, router } = createRouter(signedIn(services));

  route(`${PREFIX}/:provider/link`)
    .get(async (request, response) => {
      const { issuer } = findProvider(services, request.params.provider);
      const { id } = currentUser(response);
      response.json({ linked: await isLinked(database, id, [issuer]) });
    })
    .post(async (request, response) => {
      const provider = findProvider(services, request.params.provider);
      const { url, attempt } = await provider.begin();
      const { id } = currentUser(response);
      await keepAttempt(response, { ...attempt, userId: id }, settings);
      response.json({ url });
    })
    .delete(async (request, response) => {
      const { issuer } = findProvider(services, request.params.provider);
      const issuers = Array.from(providers.values(), (each) => each.issuer);
      await unlink(database, currentUser(response).id, issuer, issuers);
      response.status(204).end();
    });

  return router;
}

function findProvider({ providers }: Services, id: string): Provider {
  const provider = providers.get(id);
  if (!provider) {
    throw new NotFound();
  }
  return provider;
}

/** What the page at / is told. */
async function resultOf(
  services: Services,
  provider: Provider,
  query: URLSearchParams,
  attempt: Attempt,
): Promise<Record<string, string>> {
  const { database } = services;
  const error = query.get("error");
  if (error === "access_denied") {
    return { error };
  }
  if (error) {
    throw new ProviderFailed(
      `${provider.name} could not sign you in. Try again.`,
    );
  }
  if (!query.get("code")) {
    throw new StartAgain("The code is missing. Start to sign in again.");
  }
  const person = await provider.identify(query, attempt);
  try {
    if (attempt.userId !== undefined) {
      await link(database, person, attempt.userId);
      return { linked: provider.id };
    }
    const userId = await accountOf(services, person);
    return { code: await handOutCode(database, attempt.state, userId) };
  } catch (refused) {
    if (refused instanceof Refused) {
      return { error: refused.code };
    }
    throw refused;
  }
}

/** Not Express's, in which a repeated parameter is a list. */
function queryOf({ originalUrl }: Request): URLSearchParams {
  return new URLSearchParams(originalUrl.replace(/^[^?]*/, ""));
}

function redirect(response: Response, url: string): void {
  response.status(302).set("Location", url).end();
}
