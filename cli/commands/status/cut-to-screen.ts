/**
 * Returns the text without the last lines of its table if it is higher than the screen. The summary, below the last empty
 * line, stays visible.
 */
export function cutToScreen(text: string, height: number | undefined): string {
  const lines = text.split('\n');
  // The cursor is on the line after the text.
  const room = (height ?? Number.POSITIVE_INFINITY) - 1;
  if (lines.length <= room) return text;
  const summary = lines.slice(lines.lastIndexOf(''));
  const left = Math.max(1, room - summary.length - 1);
  const table = lines.slice(0, lines.length - summary.length);
  if (table.length <= left) return lines.slice(0, Math.max(1, room)).join('\n');
  return [...table.slice(0, left), `… ${table.length - left} more lines`, ...summary].join('\n');
}
