/**
 * A query string as both servers read it: names are not case-sensitive; a list is comma separated, or its name is
 * repeated, as the official Jellyfin client does.
 */
export class Query {
  private readonly values = new Map<string, string>();

  constructor(search: URLSearchParams) {
    for (const [spelled, value] of search) {
      const name = spelled.toLowerCase();
      const before = this.values.get(name);
      this.values.set(name, before === undefined ? value : `${before},${value}`);
    }
  }

  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  text(name: string): string | null {
    const value = this.values.get(name.toLowerCase());
    return value === undefined || value === '' ? null : value;
  }

  list(name: string): readonly string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== '');
  }

  flag(name: string): boolean | null {
    const value = this.text(name)?.toLowerCase();
    if (value === 'true') return true;
    return value === 'false' ? false : null;
  }

  integer(name: string): number | null {
    const value = this.text(name);
    return value !== null && /^-?\d+$/.test(value) ? Number(value) : null;
  }
}
