import pc from 'picocolors';
import type { Terminal } from '../../../cli/terminal/terminal.ts';

export interface RecordingTerminal {
  readonly terminal: Terminal;
  readonly printed: string[];
  readonly messages: string[];
  /** Ctrl-C. */
  interrupt(): void;
}

/** A terminal without colors that records what a command writes. */
export function recordingTerminal(): RecordingTerminal {
  const interrupt = new AbortController();
  const [printed, messages]: [string[], string[]] = [[], []];
  const colors = pc.createColors(false);
  return {
    terminal: {
      print: (text) => void printed.push(text),
      info: (text) => void messages.push(text),
      clear: () => undefined,
      colors,
      infoColors: colors,
      width: 100,
      infoWidth: 100,
      height: 40,
      isLive: false,
      canAsk: false,
      interrupted: interrupt.signal,
      now: () => new Date(0),
    },
    printed,
    messages,
    interrupt: () => interrupt.abort(),
  };
}
