/** The files of an older installation that are looked at, from its data folder on. */
const KNOWN =
  /^(?:config\/(?:servers|mapper|guid|ignore)\.yaml|config\/\.env|(?:config\/)?users\/[^/]+\/(?:servers|ignore)\.yaml|db\/[^/]+\.db(?:-wal)?|users\/[^/]+\/[^/]+\.db(?:-wal)?)$/;

/** Where it lies from the data folder on, however deep the zip has that; null for what is none of it. */
export function placeOfOldFile(name: string): string | null {
  const parts = name.split('/');
  for (let from = 0; from < parts.length; from += 1) {
    const place = parts.slice(from).join('/');
    if (KNOWN.test(place)) return parts.includes('..') ? null : place;
  }
  return null;
}

const DATABASE = /^(?:watchstate|user)(?:_v(\d+))?\.db$/;

/** The newest of a folder's databases; null when there is none. */
export function newestDatabase(names: readonly string[]): string | null {
  const versioned = names.flatMap((name) => {
    const match = DATABASE.exec(name);
    return match ? [{ name, version: Number(match[1] ?? 0) }] : [];
  });
  return versioned.sort((a, b) => b.version - a.version || a.name.localeCompare(b.name))[0]?.name ?? null;
}
