import supertest from "supertest";

import { createApp } from "../src/app.ts";
import { RateLimit } from "../src/rate-limits.ts";
import { createServices, type Services } from "../src/services.ts";
import { loadSettings, type Settings } from "../src/settings.ts";

export type Api = ReturnType<typeof start>;

export const settings: Settings = loadSettings();
export const services: Services = createServices(settings);
// Everybody registers from one address here.
services.rateLimits.registrations = new RateLimit(Infinity);

/** Without a token. */
export const api = supertest(createApp(services));

/** One more application, with other settings: `start({ CORS_ORIGINS: ["https://a.example"] })`. */
export function start(changes: Partial<Settings> = {}) {
  return supertest(createApp(createServices({ ...settings, ...changes })));
}
