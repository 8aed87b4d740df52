// How many events a search finds, and when: what the vault counts, as bars.
import { OURS, query, type Question, type Range } from './question.ts';
import { address } from './router.ts';
import { after, floor, type Zone } from './time.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const ENOUGH = 120;
// What the vault counts at once.
const MOST_STEPS = 1_000;
// How often it is asked on where it had no time for all.
const MOST_ROUNDS = 12;
const STEPS = [1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 12 * 3600, 24 * 3600, 7 * 24 * 3600, 30 * 24 * 3600].map((s) => s * SECOND);
const UNITS: [number, string][] = [[DAY, 'd'], [HOUR, 'h'], [60 * SECOND, 'm'], [SECOND, 's']];

export interface Counted {
  starts: number[];
  end: number;
  /** Of each bar, how many of each type. */
  types: Map<string, number>[];
  /** What the vault had no time to count begins here. */
  until?: number;
}

export interface Answer {
  steps: { time: string; events: number; types: Record<string, number>; others?: number }[];
  until?: string;
}

type Ask = (path: string) => Promise<Answer>;

/** Counts within a time; where none was named, within that in which something was. */
export async function count(question: Question, asked: Range, zone: Zone, now: number, ask: Ask): Promise<Counted> {
  let [from, to] = [asked.from ?? now - YEAR, asked.to ?? now + DAY];
  const open = [asked.from === undefined, asked.to === undefined];
  for (let look = 0; ; look++) {
    const found = await counted(question, from, to, zone, ask);
    const first = found.types.findIndex((one) => one.size > 0);
    const last = found.types.findLastIndex((one) => one.size > 0);
    if (first < 0 || look === 3 || found.until !== undefined) return found;
    const closer: [number, number] = [
      open[0] ? Math.max(from, found.starts[first]!) : from,
      open[1] ? Math.min(to, found.starts[last + 1] ?? found.end) : to,
    ];
    // Bars that say little are asked for once more, closer.
    if ((closer[1] - closer[0]) * 3 > to - from) return cut(found, ...closer);
    [from, to] = closer;
  }
}

function cut(all: Counted, from: number, to: number): Counted {
  const first = Math.max(0, all.starts.findLastIndex((start) => start <= from));
  const behind = all.starts.findIndex((start) => start >= to);
  const last = behind < 0 ? all.starts.length : behind;
  return { ...all, starts: all.starts.slice(first, last), types: all.types.slice(first, last), end: Math.min(all.end, to) };
}

async function counted(question: Question, from: number, to: number, zone: Zone, ask: Ask): Promise<Counted> {
  const steps = zone === 'local' ? STEPS.filter((one) => one !== 12 * HOUR) : STEPS;
  const step = steps.find((one) => (to - from) / one <= ENOUGH) ?? steps.at(-1)!;
  // The vault's days are those of UTC: those of another zone are put together from hours.
  const days = zone === 'local' && step === DAY;
  const fine = !days ? step : [from, to].every((at) => new Date(at).getTimezoneOffset() % 60 === 0) ? HOUR : HOUR / 4;
  const found = bars(from, to, step, days);
  for (let at = from, rounds = 0; at < to; rounds++) {
    if (rounds === MOST_ROUNDS) return { ...found, until: at };
    const end = Math.min(to, (Math.floor(at / fine) + MOST_STEPS - 1) * fine);
    const asked = query(question, { from: at, to: end }, true);
    const answer = await ask(address('/v1/events/histogram', [...asked, ['step', spelled(fine)]]));
    for (const one of answer.steps) put(found, one, question.named.type.length > 0);
    at = answer.until === undefined ? end : Date.parse(answer.until);
  }
  return found;
}

function spelled(step: number): string {
  const [size, unit] = UNITS.find(([one]) => step % one === 0)!;
  return `${step / size}${unit}`;
}

function bars(from: number, to: number, step: number, days: boolean): Counted {
  const starts: number[] = [];
  // The vault's steps begin at multiples of theirs since 1970; days of a zone at its midnight.
  const first = days ? floor(from, step, 'local') : Math.floor(from / step) * step;
  for (let at = first; at < to; at = days ? after(at, step, 'local') : at + step) starts.push(at);
  return { starts, end: to, types: starts.map(() => new Map()) };
}

function put(into: Counted, one: Answer['steps'][0], all: boolean): void {
  const types = into.types[barOf(into, Date.parse(one.time))];
  const add = (type: string, n: number) => types?.set(type, (types.get(type) ?? 0) + n);
  for (const [type, n] of Object.entries(one.types)) if (all || type !== OURS) add(type, n);
  if (one.others) add('others', one.others);
}

/** The bar that a moment is in. */
export function barOf({ starts }: Counted, time: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** With what came since: bars are put behind for it. */
export function grown(all: Counted, came: { time: number; type: string }[]): Counted {
  if (came.length === 0 || all.starts.length === 0) return all;
  const types = all.types.map((one) => new Map(one));
  const starts = [...all.starts];
  const step = starts.length > 1 ? starts[1]! - starts[0]! : HOUR;
  const known = came.filter((one) => !Number.isNaN(one.time));
  const newest = known.reduce((most, one) => Math.max(most, one.time), 0);
  while (starts.at(-1)! + step <= newest && starts.length < 2 * ENOUGH) {
    starts.push(starts.at(-1)! + step);
    types.push(new Map());
  }
  const more = { ...all, starts, types, end: Math.max(all.end, Math.min(newest + 1, starts.at(-1)! + step)) };
  for (const { time, type } of known) {
    const bar = types[barOf(more, time)]!;
    bar.set(type, (bar.get(type) ?? 0) + 1);
  }
  return more;
}

export const sum = (types: Map<string, number>) => [...types.values()].reduce((a, b) => a + b, 0);
