import { numberText } from './words.js';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** Bytes as people read them: "12.3 MB". */
export function sizeText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${numberText(value, { maximumFractionDigits: step === 0 ? 0 : 1 })} ${UNITS[step] ?? ''}`;
}
