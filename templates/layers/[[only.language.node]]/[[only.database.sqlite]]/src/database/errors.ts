/** Classifies SQLite's errors by its result codes: https://sqlite.org/rescode.html */

const BUSY = 5;
const PRIMARY_KEY = 1555;
const UNIQUE = 2067;
const FOREIGN_KEY = 787;
/** Locked, a failing disk, a full disk, a file that cannot be opened. */
const UNREACHABLE = new Set([BUSY, 261, 517, 10, 13, 14]);

/** Another process is writing to the database; extended codes have the same lowest byte. */
export function isLocked(error: unknown): boolean {
  return (codeOf(error) & 0xff) === BUSY;
}

/** A row with this key already exists. */
export function isDuplicate(error: unknown): boolean {
  return [PRIMARY_KEY, UNIQUE].includes(codeOf(error));
}

/** The referenced row does not exist. */
export function isOrphan(error: unknown): boolean {
  return codeOf(error) === FOREIGN_KEY;
}

export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.has(codeOf(error));
}

/** 0 for an error of something else. */
function codeOf(error: unknown): number {
  return error instanceof Error && "errcode" in error
    ? Number(error.errcode)
    : 0;
}
