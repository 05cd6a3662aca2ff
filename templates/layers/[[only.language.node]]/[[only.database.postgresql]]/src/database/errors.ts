/** Classifies the errors of PostgreSQL, of its driver and of SQLite. */

const DUPLICATE = new Set<unknown>([1555, 2067, "23505"]);
const ORPHAN = new Set<unknown>([787, "23503"]);
const UNREACHABLE = new Set<unknown>([
  ...[5, 10, 13, 14, 261, 517], // SQLite: locked, a failing or full disk, cannot open
  ...["08000", "08003", "08006", "08P01", "53300", "55P03"], // connections and lock timeouts
  ...["57P01", "57P02", "57P03"], // shutting down or starting
  ...["28000", "28P01", "3D000"], // an unknown user, a wrong password, an unknown database
  ...[
    "EACCES",
    "ECONNREFUSED",
    "ECONNRESET",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOENT",
    "ENOTFOUND",
    "EPIPE",
    "ETIMEDOUT",
  ],
]);

/** Codes of Node.js for a certificate that is not trusted. */
const TLS = /CERT|_TLS_|_SSL_|^UNABLE_TO_/;

/** Messages of the driver, without a code, for failed or broken connections. */
const BROKEN =
  /^(timeout exceeded when trying|The server does not support SSL connections|Connection terminated|Client has encountered a connection error)/;

/** Another process is writing to the SQLite database; extended codes have the same lowest byte. */
export function isLocked(error: unknown): boolean {
  return codesOf(error).some(
    (code) => typeof code === "number" && (code & 0xff) === 5,
  );
}

/** A row with this key already exists. */
export function isDuplicate(error: unknown): boolean {
  return codesOf(error).some((code) => DUPLICATE.has(code));
}

/** The referenced row does not exist. */
export function isOrphan(error: unknown): boolean {
  return codesOf(error).some((code) => ORPHAN.has(code));
}

export function isUnreachable(error: unknown): boolean {
  return (
    codesOf(error).some(
      (code) => UNREACHABLE.has(code) || TLS.test(String(code)),
    ) ||
    (error instanceof Error && BROKEN.test(error.message))
  );
}

function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) {
    return [];
  }
  const { code, errno, errcode } = error as Error & Record<string, unknown>;
  return [code, errno, errcode];
}
