// An asciicast, as far as the page looks into it itself.

export interface Cast {
  cols: number;
  rows: number;
  events: [number, string, string][];
}

export interface Gap {
  from: number;
  to: number;
}

export interface Marker {
  time: number;
  label: string;
}

const MOST_COLUMNS = 500;
const MOST_ROWS = 200;

/** Reads a cast of the vault's: version 2, times from the beginning. A size of nothing is 80 by 24, a giant is bounded. */
export function parse(text: string): Cast {
  const lines = text.split('\n');
  const header = JSON.parse(lines[0] ?? '') as { width?: number; height?: number };
  const events: Cast['events'] = [];
  let real = (header.width ?? 0) > 0 && (header.height ?? 0) > 0;
  let [cols, rows] = real ? bounded(header.width!, header.height!) : [80, 24];
  for (const line of lines.slice(1)) {
    if (!line.startsWith('[')) continue;
    const event = JSON.parse(line) as [number, string, string];
    if (event[1] === 'r') {
      const [wide, high] = String(event[2]).split('x').map(Number);
      if (!wide || !high) continue;
      const size = bounded(wide, high);
      event[2] = size.join('x');
      if (!real) [cols, rows] = size;
      real = true;
    }
    events.push(event);
  }
  return { cols, rows, events };
}

function bounded(cols: number, rows: number): [number, number] {
  return [Math.min(MOST_COLUMNS, Math.max(1, Math.floor(cols))), Math.min(MOST_ROWS, Math.max(1, Math.floor(rows)))];
}

/** Where nothing is shown for longer than so many seconds. */
export function gaps(times: number[], longest: number): Gap[] {
  const found: Gap[] = [];
  let before = 0;
  for (const time of times) {
    if (time - before > longest) found.push({ from: before, to: time });
    before = Math.max(before, time);
  }
  return found;
}

/** Where playing goes on when it is at a moment, where that is in a gap. */
export function past(all: Gap[], at: number, longest: number): number | undefined {
  const gap = all.find((one) => at > one.from + longest / 2 && at < one.to - 0.3);
  return gap && gap.to - 0.05;
}

export const duration = (cast: Cast) => cast.events.reduce((most, [time]) => Math.max(most, time), 0);

export function markers(cast: Cast): Marker[] {
  return cast.events.flatMap(([time, code, data]): Marker[] => {
    if (code === 'm') return [{ time, label: String(data) }];
    return code === 'r' && time > 0 ? [{ time, label: `resized to ${data}` }] : [];
  });
}

export interface Line {
  at: number;
  text: string;
}

/** A transcript, or the lines of it that were asked for. */
export interface Lines {
  lines: Line[];
  /** There are others, which were not told. */
  more?: boolean;
}

/** The last that is not after a moment; -1 where all are. */
export function lastAt(times: number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at + 0.001) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
