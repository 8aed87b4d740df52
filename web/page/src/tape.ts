// A recording that plays: the player's own clock is that of the recording, whatever is skipped.
import { create, type Player } from 'asciinema-player';
import { encoded, get, getJson, pictured, Refused, token } from './api.ts';
import { duration, gaps, markers, parse, type Cast, type Gap, type Marker } from './cast.ts';

/** What printed more is got in pieces, where the vault has them. */
const MOST_WHOLE = 1_000_000;
// How many pieces are read at once.
const AT_ONCE = 4;
export const LONGEST_IDLE = 2;

export interface Tape {
  duration: number;
  markers: Marker[];
  /** When something happens, as far as it is known at a moment. */
  gaps: (at: number) => Gap[];
  source: unknown;
  /** A picture of a moment, as an address of this page's own. */
  picture: (at: number, signal: AbortSignal) => Promise<string>;
  /** Of one that is not held whole: the time around a moment that is read at once. */
  around?: (at: number) => { from: number; to: number };
}

export async function load(sid: string, printed: number, partial: boolean, signal: AbortSignal): Promise<Tape> {
  const base = `/v1/sessions/${encoded(sid)}/recording`;
  const what = partial ? '?partial=true' : '';
  const picture = async (at: number, signal: AbortSignal) =>
    pictured(`${base}.svg?at=${at.toFixed(1)}${partial ? '&partial=true' : ''}`, signal);
  if (printed > MOST_WHOLE) {
    const pieces = await segmented(`${base}.segments${what}`, signal);
    if (pieces) return { ...pieces, picture };
  }
  return { ...whole(parse(await get(`${base}.cast${what}`, signal))), picture };
}

function whole(cast: Cast): Omit<Tape, 'picture'> {
  const idle = gaps(cast.events.map(([time]) => time), LONGEST_IDLE);
  return {
    duration: duration(cast),
    markers: markers(cast),
    gaps: () => idle,
    source: { data: {}, parser: () => ({ cols: cast.cols, rows: cast.rows, events: played(cast) }) },
  };
}

// Marks are ours. Behind the last output a session may have gone on; the player wants one event at least.
function played(cast: Cast): Cast['events'] {
  const shown = cast.events.filter(([, code]) => code === 'o' || code === 'r');
  const events: Cast['events'] = [...shown, [duration(cast), 'o', '']];
  return events.map(([time, code, data]) => [time * 1000, code, data]); // its unit
}

interface Index {
  duration: number;
  markers?: [number, string][];
  segments: { start: number; url: string }[];
}

async function segmented(url: string, signal: AbortSignal): Promise<Omit<Tape, 'picture'> | undefined> {
  let index: Index;
  try {
    index = await getJson<Index>(url, signal);
  } catch (e) {
    if (e instanceof Refused && e.status === 404) return undefined;
    throw e;
  }
  const known = new Map<number, Gap[]>();
  const learn = async (n: number) => {
    known.set(n, []);
    const { pathname, search } = new URL(index.segments[n]!.url, new URL(url, location.href));
    const segment = await getJson<{ events: [number, string, string][] }>(pathname + search, signal);
    const from = index.segments[n]!.start;
    const times = [from, ...segment.events.map(([time]) => time)].map((time) => time - from);
    known.set(n, gaps(times, LONGEST_IDLE).map((gap) => ({ from: gap.from + from, to: gap.to + from })));
  };
  return {
    duration: index.duration,
    markers: (index.markers ?? []).map(([time, label]) => ({ time, label })),
    gaps: (at) => {
      const n = Math.max(0, index.segments.findLastIndex((one) => one.start <= at));
      if (!known.has(n)) learn(n).catch(() => known.delete(n));
      return known.get(n) ?? [];
    },
    around: (at) => {
      const { segments } = index;
      const n = Math.max(0, segments.findLastIndex((one) => one.start <= at));
      const first = Math.max(0, Math.floor(n / AT_ONCE) * AT_ONCE - 1);
      return { from: segments[first]?.start ?? 0, to: segments[first + AT_ONCE + 2]?.start ?? index.duration + 1 };
    },
    source: { url, format: 'segmented', fetchOpts: { headers: token() ? { authorization: `Bearer ${token()}` } : {} } },
  };
}

/** A player of its own in an element, at a moment. */
export async function play(tape: Tape, element: HTMLElement, at: number, speed: number, running: boolean): Promise<Player> {
  const player = create(tape.source as never, element, {
    fit: 'both',
    controls: false,
    // Of one in pieces, this one is got first, and not the first.
    startAt: Math.min(at, tape.duration),
    speed,
    preload: true,
    cursorMode: 'steady',
    keystrokeOverlay: false,
    terminalFontFamily: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  });
  // It is moved from without; nobody comes into it with Tab.
  element.querySelectorAll<HTMLElement>('[tabindex], button, a').forEach((one) => (one.tabIndex = -1));
  // Somebody who has opened a session sees it as it was at this moment.
  await player.seek(Math.min(at, tape.duration));
  if (running) await player.play();
  return player;
}
