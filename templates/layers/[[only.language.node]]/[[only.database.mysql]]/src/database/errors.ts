/** Classifies the errors of MySQL, MariaDB, their driver and SQLite. */

const DUPLICATE = new Set<unknown>([1555, 2067, 1062]);
const ORPHAN = new Set<unknown>([787, 1452]);
const UNREACHABLE = new Set<unknown>([
  ...[5, 10, 13, 14, 261, 517], // SQLite: locked, a failing or full disk, cannot open
  ...[1044, 1045, 1049], // an unknown user, a wrong password, an unknown database
  ...[1040, 1053, 1927, "PROTOCOL_CONNECTION_LOST", "POOL_CLOSED"], // connections
  ...[1205, 1213], // a lock timeout, a deadlock
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

/** Codes of Node.js and the driver for a certificate that is not trusted, or a server without TLS. */
const TLS = /CERT|_TLS_|_SSL_|^UNABLE_TO_/;

/** The driver's message, which has no code, on a broken connection. */
const CLOSED = "Can't add new command when connection is in closed state";

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
    (error instanceof Error && error.message.startsWith(CLOSED))
  );
}

function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) {
    return [];
  }
  const { code, errno, errcode } = error as Error & Record<string, unknown>;
  return [code, errno, errcode];
}
