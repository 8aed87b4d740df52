// Times as the vault has them (RFC 3339, UTC), and as the auditor reads and types them.

export type Zone = 'utc' | 'local';

const MINUTE = 60_000;
// What a year of four digits can say.
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const UNITS: Record<string, number> = { s: 1000, m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE };

const two = (n: number, digits = 2) => String(n).padStart(digits, '0');

/** Minutes east of Greenwich at a moment. */
function offset(at: Date, zone: Zone): number {
  return zone === 'utc' ? 0 : -at.getTimezoneOffset();
}

/** `2026-10-25 02:30:00.000`, and where it is not UTC, how far from it. */
export function shown(ms: number, zone: Zone, digits = 3): string {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return '';
  const minutes = offset(at, zone);
  const there = new Date(ms + minutes * MINUTE).toISOString();
  const time = `${there.slice(0, -14)} ${there.slice(-13, digits === 0 ? -5 : -1)}`;
  return zone === 'utc' ? time : `${time} ${signed(minutes)}`;
}

function signed(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A moment that a user may send: without what is 0. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.000Z$/, 'Z').replace(/:00Z$/, ':00Z');
}

/** How long: `1:02:03`, `10:01`, `0:00`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** How long, in words that are short: `45 s`, `2 h 5 min`. */
export function lasting(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}

/** What was typed: from a moment, and, where a day or a minute was named, until its end. */
export interface Typed {
  from: number;
  to: number;
}

/** Reads `24h` (ago), `2026-10-25`, `2026-10-25 02:30[:00[.5]]`, RFC 3339; an error says what is wrong. */
export function typed(text: string, zone: Zone, now: number): Typed {
  const ago = /^(\d+)\s*([smhd])$/.exec(text.trim());
  if (ago) {
    const from = now - Number(ago[1]) * UNITS[ago[2]!]!;
    if (from < FIRST) throw new Error(`“${text}” is longer ago than any event`);
    return { from, to: from };
  }
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d:\d\d)?)?$/i.exec(text.trim());
  if (!parts) throw new Error(`“${text}” is no time: type 24h, 2026-10-25, 2026-10-25 02:30, or RFC 3339`);
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const fields = [year!, month! - 1, day!, hour!, minute!, second!, Math.floor(Number(parts[7] ?? 0) * 1000)] as const;
  if (parts[8]) {
    const at = Date.parse(text.trim().replace(' ', 'T').replace(/\s/g, ''));
    if (Number.isNaN(at)) throw new Error(`“${text}” does not exist`);
    return { from: at, to: at };
  }
  const from = moment(fields, zone, text);
  return { from, to: parts[4] ? from : moment([year!, month! - 1, day! + 1, 0, 0, 0, 0], zone, '') };
}

type Fields = readonly [number, number, number, number, number, number, number];

// A clock that is put forward leaves an hour out; JavaScript would take another one in silence.
function moment(fields: Fields, zone: Zone, text: string): number {
  if (zone === 'utc') {
    const at = new Date(Date.UTC(...fields));
    if (text && (at.getUTCDate() !== fields[2] || at.getUTCHours() !== fields[3] || at.getUTCMinutes() !== fields[4])) {
      throw new Error(`“${text}” does not exist`);
    }
    return at.getTime();
  }
  const at = new Date(...fields);
  if (text && (at.getDate() !== fields[2] || at.getMinutes() !== fields[4])) throw new Error(`“${text}” does not exist`);
  if (text && at.getHours() !== fields[3]) {
    throw new Error(`“${text}” does not exist here: the clocks were put forward; it would be ${shown(at.getTime(), zone, 0)}`);
  }
  return at.getTime();
}

/** The beginning of the day, hour or smaller step that holds a moment; days begin at midnight. */
export function floor(ms: number, step: number, zone: Zone): number {
  if (step < UNITS.d!) return Math.floor(ms / step) * step;
  const at = new Date(ms);
  return zone === 'utc'
    ? Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate())
    : new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** Where the step after it begins. */
export function after(start: number, step: number, zone: Zone): number {
  if (step < UNITS.d!) return start + step;
  const at = new Date(start);
  return zone === 'utc'
    ? Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1)
    : new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1).getTime();
}

const STEPS = [1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 24 * 3600].map((s) => s * 1000);

/** The steps between two moments, at most about 120. */
export function steps(from: number, to: number, zone: Zone): number[] {
  const step = STEPS.find((one) => (to - from) / one <= 120) ?? 24 * 3600_000;
  const starts: number[] = [];
  const every = Math.max(1, Math.ceil((to - from) / step / 120));
  let i = 0;
  for (let at = floor(from, step, zone); at < to; at = after(at, step, zone)) {
    if (i++ % every === 0) starts.push(at);
  }
  return starts;
}
