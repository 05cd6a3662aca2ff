// Dates and times, as the reader's language writes them.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const timeOf = (text) => clock.format(new Date(text));
export const dayOf = (text) => calendar.format(new Date(text));
