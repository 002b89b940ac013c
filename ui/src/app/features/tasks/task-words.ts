import type { Task } from '../../core/api/schema.gen.js';

/** "Import" for `import`, "Media health" for `media_health`. */
export function taskTitle({ name }: Pick<Task, 'name'>): string {
  const text = name.replaceAll(/[_-]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whose description cannot do without its beginning. */
const ABOUT: Readonly<Record<string, string>> = {
  playlist: $localize`Make playlists the same on all backends`,
  indexes: $localize`Check and refresh the indexes of the database`,
};

/** "Read what was watched" for "Import: read what was watched": the name stands above it. */
export function taskAbout({ name, description }: Pick<Task, 'name' | 'description'>): string {
  const own = ABOUT[name];
  if (own !== undefined) return own;
  const text = description.replace(/^[^:]{1,30}: /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const taskCommand = ({ command, args }: Pick<Task, 'command' | 'args'>): string =>
  `${command} ${args}`.trim();
