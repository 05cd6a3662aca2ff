// Errors of the API, as sentences for users.

const ENDED = "Your session has ended. Sign in again; your text is kept.";
const SILENT = "The server does not answer. Try again in a moment.";
const BROKEN = "Something went wrong on the server. Try again later.";
const TOO_LARGE = "This is too large.";
const WRONG_CREDENTIALS = "The e-mail or the password is wrong.";

// `status` is 0 if there was no response. `errors` has the messages for each field or resource.
export class Problem extends Error {
  constructor(status, errors = {}, seconds = null) {
    super(sentence(status, errors, seconds));
    this.status = status;
    this.errors = errors;
  }

  // A gateway in front of the server responds for a server that is down. The server itself responds for a provider.
  get isSilence() {
    return [0, 502, 503, 504].includes(this.status) && !this.errors.provider;
  }

  get needsSignIn() {
    return this.status === 401 && !this.errors.credentials;
  }
}

function sentence(status, errors, seconds) {
  if (status === 401) return errors.credentials ? WRONG_CREDENTIALS : ENDED;
  if ([0, 502, 503, 504].includes(status)) return SILENT;
  if (status === 413) return TOO_LARGE;
  if (status === 429) return `Too many attempts. Try again in ${seconds ?? 60} seconds.`;
  if (status >= 500) return BROKEN;
  const said = Object.entries(errors).map(([name, messages]) => `${name} ${messages.join(", ")}`);
  return said.length > 0 ? `${capitalized(said.join("; "))}.` : BROKEN;
}

export function capitalized(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
