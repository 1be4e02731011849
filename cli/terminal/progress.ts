import type { Terminal } from './terminal.ts';

export interface Progress {
  /** Adds completed items. The default is one. */
  step(count?: number): void;
  /** Sets the number of completed items and of all items, for work whose size changes. */
  set(done: number, total: number): void;
  /** Removes the bar from the screen. Can be called more than once. */
  end(): void;
}

/** Shorter work does not show a bar. */
const SHOW_AFTER_MS = 2_000;
const FRAME_MS = 200;
const BAR_WIDTH = 24;

/**
 * Shows a progress bar with rate and remaining time on standard error, after two seconds and only on a terminal.
 * Without `total` it shows the number of completed items and the elapsed time.
 */
export function showProgress(
  terminal: Pick<Terminal, 'isLive' | 'now' | 'infoColors' | 'infoWidth'>,
  label: string,
  total?: number,
  write: (text: string) => void = (text) => void process.stderr.write(text),
): Progress {
  if (!terminal.isLive) return { step() {}, set() {}, end() {} };
  const start = terminal.now().getTime();
  let done = 0;
  let all = total;
  let shown = false;
  const timer = setInterval(() => {
    const ms = terminal.now().getTime() - start;
    if (ms < SHOW_AFTER_MS) return;
    shown = true;
    write(`\r\x1b[K${terminal.infoColors.dim(progressLine(label, done, all, ms, terminal.infoWidth))}`);
  }, FRAME_MS);
  timer.unref();
  return {
    step(count = 1) {
      done += count;
    },
    set(count, of) {
      done = count;
      all = of;
    },
    end() {
      clearInterval(timer);
      if (shown) write('\r\x1b[K');
      shown = false;
    },
  };
}

/**
 * Returns `Reading pools ██████──────  120/1000  19/s  0:46 left`. On a narrow terminal, the bar is shorter or absent: only one
 * line can be removed from the screen.
 */
export function progressLine(
  label: string,
  done: number,
  total: number | undefined,
  ms: number,
  width = Number.POSITIVE_INFINITY,
): string {
  if (total === undefined)
    return `${label} … ${done > 0 ? `${done}  ${perSecond(done, ms)}  ` : ''}${clock(ms)}`.slice(
      0,
      width - 1,
    );
  const rate = (done * 1000) / ms;
  const left = rate > 0 ? `  ${clock(((total - done) / rate) * 1000)} left` : '';
  const counts = `  ${done}/${total}  ${perSecond(done, ms)}${left}`;
  // The last column stays empty: some terminals start a new line after it.
  const room = Math.max(0, width - 1 - `${label} `.length - counts.length);
  const length = Math.min(BAR_WIDTH, room);
  const filled = total === 0 ? length : Math.min(length, Math.floor((done / total) * length));
  const bar = `${'█'.repeat(filled)}${'─'.repeat(length - filled)}`;
  return `${label} ${bar}${counts}`.slice(0, width - 1);
}

function perSecond(done: number, ms: number): string {
  const rate = (done * 1000) / ms;
  return `${rate.toFixed(rate < 10 ? 1 : 0)}/s`;
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
