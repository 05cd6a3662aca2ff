/** The settings that only this project has; see src/settings.ts. */
export const projectSettings = {};
