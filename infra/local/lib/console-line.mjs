// @ts-check

/** Said by the prefix, or of no use on a screen. */
const UNSHOWN = new Set(['level', 'time', 'service', 'process', 'message']);

/**
 * A line of a service's log for people: level, message, fields. What is no JSON stays as it is.
 * @param {string} line
 */
export function forPeople(line) {
  try {
    const { level, message, ...rest } = JSON.parse(line);
    if (typeof message !== 'string') return line;
    const fields = Object.entries(rest).filter(([name]) => !UNSHOWN.has(name));
    const shown = fields.map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return [String(level).toUpperCase().padEnd(5), message, ...shown].join(' ');
  } catch {
    return line;
  }
}
