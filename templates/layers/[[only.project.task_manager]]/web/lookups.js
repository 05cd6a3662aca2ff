// The user's projects and labels, for cards, filters and forms.

import { call } from "./api.js";
import { untilAnswered } from "./connection.js";
import { everything } from "./paged.js";

export const lookups = { projects: [], labels: [] };

export async function refreshLookups() {
  const [projects, labels] = await Promise.all([
    everything("/projects"),
    untilAnswered(() => call("GET", "/labels")),
  ]);
  lookups.projects = projects.sort((one, other) => one.name.localeCompare(other.name));
  lookups.labels = labels.content.items;
}

export const projectOf = (id) => lookups.projects.find((project) => project.id === id);

// Archived projects are only offered where they are chosen already.
export function projectChoices(chosen) {
  return lookups.projects.filter(({ id, archived }) => !archived || id === chosen).map(({ id, name }) => [id, name]);
}
