/** A query string whose names are not case-sensitive, and whose lists are comma separated, as both servers read it. */
export class Query {
  private readonly values = new Map<string, string>();

  constructor(search: URLSearchParams) {
    for (const [name, value] of search) this.values.set(name.toLowerCase(), value);
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
