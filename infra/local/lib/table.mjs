// @ts-check

/**
 * A table with box characters and a line between rows (cli.md 1.4).
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const rule = (/** @type {string} */ left, /** @type {string} */ middle, /** @type {string} */ right) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (/** @type {readonly string[]} */ row) =>
    `│${row.map((cell, column) => ` ${cell.padEnd(widths[column])} `).join('│')}│`;
  const body = cells.map(line).join(`\n${rule('├', '┼', '┤')}\n`);
  return `${rule('┌', '┬', '┐')}\n${body}\n${rule('└', '┴', '┘')}`;
}
