/** Settings of the providers that users can sign in with; part of src/settings.ts. */

import { z } from "zod";

export const providerSettings = {
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^/\s]+$/, "it looks like https://app.example.com")
    .default(""),
  OIDC_ISSUER: z
    .string()
    .regex(/^https?:\/\/[^?#\s]+$/, "it looks like https://id.example.com")
    .default(""),
  OIDC_CLIENT_ID: z.string().default(""),
  OIDC_CLIENT_SECRET: z.string().default(""),
  OIDC_NAME: z.string().default("Single sign-on"),
  GITHUB_URL: z
    .string()
    .regex(
      /^https?:\/\/[^?#\s]+[^/?#\s]$/,
      "it looks like https://github.example.com",
    )
    .default("https://github.com"),
  GITHUB_CLIENT_ID: z.string().default(""),
  GITHUB_CLIENT_SECRET: z.string().default(""),
};

type Name = keyof typeof providerSettings;

/** What each provider needs. */
const PROVIDERS: Name[][] = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "PUBLIC_URL"],
  ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET", "PUBLIC_URL"],
];

/** The settings that are missing for a provider that has some of them. */
export function missingSettings(given: Record<Name, string>): Set<Name> {
  const isGiven = (name: Name): boolean => given[name] !== "";
  const needed = PROVIDERS.filter((names) =>
    names.some((name) => name !== "PUBLIC_URL" && isGiven(name)),
  ).flat();
  return new Set(needed.filter((name) => !isGiven(name)));
}

export function isUnencrypted(name: string, value: unknown): boolean {
  return (
    ["PUBLIC_URL", "OIDC_ISSUER", "GITHUB_URL"].includes(name) &&
    String(value).startsWith("http:")
  );
}
