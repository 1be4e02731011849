/** Splits the output of a function into complete lines. `end` passes on a last line without a line end. */
export function splitLines(log: (line: string) => void) {
  let rest = '';
  return {
    write(text: string) {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      parts.forEach(log);
    },
    end() {
      if (rest !== '') log(rest);
      rest = '';
    },
  };
}
