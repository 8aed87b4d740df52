// Events, page after page, as far as somebody looks.
import { ask, encoded, get } from './api.ts';
import { elements, member, plain, read, type Written } from './json.ts';
import { fits, type Question } from './question.ts';
import { address } from './router.ts';
import { rfc3339, typed, type Zone } from './time.ts';

const PAGE = 500;
// Rows that are read on for; and how many events are looked through for them before the auditor is asked.
const ENOUGH = 200;
const MOST_LOOKED = 20_000;

export interface Row {
  event: Written;
  /** In the place of an event that is larger than a page. */
  large?: { href: string; characters: string };
  time: number;
  id: string;
}

export interface Range {
  from?: number;
  to?: number;
}

/** The moments that a question names; what cannot be one is an error. */
export function range(question: Question, zone: Zone, now: number): Range {
  const from = question.from ? typed(question.from, zone, now) : undefined;
  const to = question.to ? typed(question.to, zone, now) : undefined;
  const day = from && !to && from.to > from.from ? from.to : undefined;
  return { from: from?.from, to: to ? to.to : day };
}

export function path(question: Question, asked: Range, limit: number, cursor = ''): string {
  return address('/v1/events', [
    ['from', asked.from === undefined ? '' : rfc3339(asked.from)],
    ['to', asked.to === undefined ? '' : rfc3339(asked.to)],
    ['type', question.types.join(',')],
    // Each look of the auditor is such an event: they are shown to who asks for them.
    ['where', question.types.length > 0 ? '' : '!equals(event,"audit.search")'],
    ['order', question.order],
    ['limit', String(limit)],
    ['cursor', cursor],
  ]);
}

export function rows(page: Written): Row[] {
  return elements(member(page, 'events')).map(row);
}

function row(event: Written): Row {
  const pointer = member(event, 'event') ? undefined : member(event, 'too_large');
  const shown = pointer ?? event;
  return {
    event: shown,
    large: pointer && { href: plain(member(pointer, 'href')), characters: plain(member(pointer, 'characters')) },
    time: Date.parse(plain(member(shown, 'time'))),
    id: plain(member(shown, 'uid')) || shown.raw,
  };
}

/** The event itself, wherever it lies. */
export async function whole(row: Row, signal?: AbortSignal): Promise<Written> {
  if (!row.large) return row.event;
  const path = row.large.href;
  if (!/^\/v1\/events\/[^/]+$/.test(path)) throw new Error('the vault does not say where it is');
  return read(await (await ask(`/v1/events/${encoded(decodeURIComponent(path.slice(11)))}`, { signal })).text());
}

export class Feed {
  rows: Row[] = [];
  looked = 0;
  state: 'idle' | 'reading' | 'end' | 'failed' = 'idle';
  failed: Error | undefined;
  private cursor = '';
  private seen = new Set<string>();
  private abort = new AbortController();

  constructor(
    readonly question: Question,
    readonly asked: Range,
    private readonly changed: () => void,
  ) {}

  /** Reads on until enough rows were found, everything was read, or very much was looked through. */
  async more(): Promise<void> {
    if (this.state === 'reading' || this.state === 'end') return;
    this.state = 'reading';
    this.failed = undefined;
    this.changed();
    const until = { rows: this.rows.length + ENOUGH, looked: this.looked + MOST_LOOKED };
    try {
      do {
        const page = read(await get(path(this.question, this.asked, PAGE, this.cursor), this.abort.signal));
        const found = rows(page);
        this.looked += found.length;
        this.rows = this.rows.concat(found.filter((one) => this.takes(one)));
        this.cursor = plain(member(page, 'cursor'));
        this.changed();
      } while (this.cursor && this.rows.length < until.rows && this.looked < until.looked);
      this.state = this.cursor ? 'idle' : 'end';
    } catch (e) {
      if (this.abort.signal.aborted) return;
      this.state = 'failed';
      this.failed = e as Error;
    }
    this.changed();
  }

  /** What has come since, in front of what there was; says how many rows. */
  async newer(): Promise<number> {
    const last = this.rows.reduce((most, one) => (one.time > most ? one.time : most), this.asked.from ?? 0);
    const since = { ...this.asked, from: last || this.asked.from };
    const page = read(await get(path({ ...this.question, order: 'desc' }, since, PAGE), this.abort.signal));
    const all = rows(page);
    const found = all.filter((one) => !this.seen.has(one.id) && this.takes(one));
    this.looked += found.length;
    if (found.length > 0) this.rows = found.concat(this.rows);
    this.changed();
    return found.length;
  }

  private takes(one: Row): boolean {
    if (this.seen.has(one.id)) return false;
    const taken = one.large !== undefined || fits(one.event, this.question);
    if (taken) this.seen.add(one.id);
    return taken;
  }

  close(): void {
    this.abort.abort();
  }
}
