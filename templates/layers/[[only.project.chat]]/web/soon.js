// Acts a little later, once for all calls until then.

const pending = new Map();

export function soon(name, milliseconds, act) {
  clearTimeout(pending.get(name));
  pending.set(name, setTimeout(act, milliseconds));
}
