const two = (value: number): string => String(value).padStart(2, '0');

/** A resume position as a player shows it: 42:10 or 1:02:03. */
export function positionText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const tail = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** How long something took: "3 s", "2 min 5 s", "1 h 4 min". */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60)
    return ms < 1_000 ? $localize`${Math.round(ms)}:milliseconds: ms` : $localize`${seconds}:seconds: s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return $localize`${minutes}:minutes: min ${seconds % 60}:seconds: s`;
  return $localize`${Math.floor(minutes / 60)}:hours: h ${minutes % 60}:minutes: min`;
}
