/** Classifies database errors, for all databases. */

/** By the codes of SQLite, PostgreSQL and MySQL. */
const DUPLICATE = new Set<unknown>([1555, 2067, "23505", 1062]);
const ORPHAN = new Set<unknown>([787, "23503", 1452]);
const UNREACHABLE = new Set<unknown>([
  ...[5, 10, 13, 14, 261, 517], // SQLite: busy, input and output, full, cannot open
  ...["08000", "08003", "08006", "08P01", "53300", "55P03"],
  ...["57P01", "57P02", "57P03"],
  ...["28000", "28P01", "3D000", 1044, 1045, 1049], // who or what it does not know
  ...[1040, 1053, 1205, 1213, 1927, "PROTOCOL_CONNECTION_LOST", "POOL_CLOSED"],
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

/** The codes of Node.js and of MySQL's driver for a certificate that is not trusted, or no TLS at all. */
const TLS = /CERT|_TLS_|_SSL_|^UNABLE_TO_/;

/** Messages, without a code, of the PostgreSQL and MySQL drivers for failed or broken connections. */
const BROKEN =
  /^(timeout exceeded when trying|The server does not support SSL connections|Connection terminated|Client has encountered a connection error|Can't add new command when connection is in closed state)/;

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
