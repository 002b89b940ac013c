/** Where a play state came from: a backend by its name, or a person on these pages. */
export const viaText = (via: string): string => (via === 'webui' ? $localize`Web UI` : via || '–');
