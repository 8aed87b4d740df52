// Events, page after page, as far as somebody looks.
import { ask, encoded, get } from './api.ts';
import { elements, member, plain, read, type Written } from './json.ts';
import { fits, looksItself, query, type Question, type Range } from './question.ts';
import { address } from './router.ts';

// A page is read in one go, while somebody scrolls; who looks through very many has larger ones.
const PAGE = 100;
const LOOKED_THROUGH = 500;
// Rows that are read on for; and how many events are looked through for them before the auditor is asked.
const ENOUGH = 200;
const MOST_LOOKED = 20_000;
// How many seconds late an event may be that is seen as it comes.
const LATE = '300';

export interface Row {
  event: Written;
  /** In the place of an event that is larger than a page. */
  large?: { href: string; characters: string };
  /** Its own, or when it was received. */
  time: number;
  /** It has no time of its own. */
  received: boolean;
  id: string;
}

export function rows(page: Written): Row[] {
  const received = member(page, 'received');
  return elements(member(page, 'events')).map((event, i) => row(event, plain(member(received, String(i)))));
}

function row(event: Written, received: string): Row {
  const pointer = member(event, 'event') ? undefined : member(event, 'too_large');
  const shown = pointer ?? event;
  return {
    event: shown,
    large: pointer && { href: plain(member(pointer, 'href')), characters: plain(member(pointer, 'characters')) },
    time: Date.parse(received || plain(member(shown, 'time'))),
    received: received !== '',
    id: plain(member(shown, 'uid')) || shown.raw,
  };
}

/** The event itself, wherever it lies. */
export async function whole(row: Pick<Row, 'event' | 'large'>, signal?: AbortSignal): Promise<Written> {
  if (!row.large) return row.event;
  const path = row.large.href;
  if (!/^\/v1\/events\/[^/]+$/.test(path)) throw new Error('the vault does not say where it is');
  return read(await (await ask(`/v1/events/${encoded(decodeURIComponent(path.slice(11)))}`, { signal })).text());
}

export class Feed {
  rows: Row[] = [];
  /** Of them, those that came while somebody looked. */
  came: Row[] = [];
  looked = 0;
  state: 'idle' | 'reading' | 'end' | 'failed' = 'idle';
  failed: Error | undefined;
  /** Why what comes was not read the last time. */
  broken: Error | undefined;
  private cursor = '';
  private follows = '';
  private since: number | undefined;
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
        const page = await this.page([...query(this.question, this.asked), ['order', this.question.order], ['cursor', this.cursor]]);
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

  /** What has come since, in front of what there was. */
  async newer(): Promise<void> {
    const before = this.broken;
    try {
      await this.follow();
      this.broken = undefined;
    } catch (e) {
      if (this.abort.signal.aborted) return;
      // The vault may not know the cursor any more.
      this.follows = '';
      this.broken = e as Error;
    }
    if (this.broken !== before) this.changed();
  }

  private async follow(): Promise<void> {
    // The newest that was seen, but nothing of a clock that runs ahead: others may come before it.
    this.since ??= this.rows.reduce((most, one) => (one.time > most && one.time <= Date.now() ? one.time : most), this.asked.from ?? Date.now() - 1000 * Number(LATE));
    const asked = { from: this.since, to: this.asked.to };
    const come: Row[] = [];
    for (let more = true; more; ) {
      const page = await this.page([...query(this.question, asked), ['follow', LATE], ['cursor', this.follows]]);
      this.follows = plain(member(page, 'cursor'));
      more = this.follows !== '' && plain(member(page, 'more')) !== 'false';
      come.push(...rows(page).filter((one) => !this.seen.has(one.id) && this.takes(one)));
    }
    if (come.length === 0) return;
    this.looked += come.length;
    this.came = this.came.concat(come);
    this.rows = come.reverse().concat(this.rows);
    this.changed();
  }

  private async page(asked: [string, string][]): Promise<Written> {
    return read(await get(address('/v1/events', [...asked, ['limit', String(looksItself(this.question) ? LOOKED_THROUGH : PAGE)]]), this.abort.signal));
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
