/** Puts what a function prints together into whole lines; `end` gives a last one that has no end. */
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
