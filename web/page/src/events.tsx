// Everything that happened.
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { Bars, type Bar } from './bars.tsx';
import { Detail } from './detail.tsx';
import { ExportMenu, SavedMenu } from './menus.tsx';
import { Feed, range, type Range, type Row } from './feed.ts';
import { member, plain } from './json.ts';
import { failedOne, what, where } from './known.ts';
import { Empty, Failed, Loading } from './loaded.tsx';
import { narrowed, parse, same, written, type Chip, type Question } from './question.ts';
import { address, go, type Place } from './router.ts';
import { Rows } from './rows.tsx';
import { Said, counted, line } from './text.tsx';
import { rfc3339, shown, steps, type Zone } from './time.ts';

const BETWEEN_LOOKS = 2_000;

export function Events({ place, zone, local }: { place: Place; zone: Zone; local: boolean }) {
  const search = place.query.toString();
  const question = useMemo(() => parse(place.query), [search]);
  const asked = useMemo((): Range | Error => {
    try {
      return range(question, zone, Date.now());
    } catch (e) {
      return e as Error;
    }
  }, [search, zone]);
  const ask = (next: Question) => go(address('/events', written(next)));

  return (
    <main class="events">
      <h1 class="unseen">Events</h1>
      <Asking question={question} ask={ask} zone={zone} wrong={asked instanceof Error ? asked : undefined} />
      {!(asked instanceof Error) && <Found key={search + JSON.stringify(asked)} question={question} asked={asked} ask={ask} zone={zone} local={local} />}
    </main>
  );
}

function Asking({ question, ask, zone, wrong }: { question: Question; ask: (q: Question) => void; zone: Zone; wrong?: Error }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const typed = (name: string) => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    const types = typed('type').split(/[\s,]+/).filter((one) => one !== '');
    ask({ ...question, from: typed('from'), to: typed('to'), text: typed('text'), types: [...new Set([...question.types, ...types])] });
    (form.elements.namedItem('type') as HTMLInputElement).value = '';
  };
  const here = zone === 'utc' ? 'UTC' : 'local time';
  return (
    <>
      <form class="asking" role="search" onSubmit={submit} key={written(question).join()}>
        <label class="wide">
          <span>Contains</span>
          <input name="text" type="search" value={question.text} placeholder="any text" />
        </label>
        <label>
          <span>Type</span>
          <input name="type" placeholder="session.start" list="types" spellcheck={false} />
        </label>
        <label>
          <span>From ({here})</span>
          <input name="from" value={question.from} placeholder="24h, or 2026-10-25" spellcheck={false} aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? 'wrong' : undefined} />
        </label>
        <label>
          <span>To</span>
          <input name="to" value={question.to} placeholder="now" spellcheck={false} />
        </label>
        <button type="submit" class="main">
          Search
        </button>
      </form>
      {wrong && (
        <p class="notice bad" id="wrong" role="alert">
          {wrong.message}
        </p>
      )}
      <Chips question={question} ask={ask} />
    </>
  );
}

function Chips({ question, ask }: { question: Question; ask: (q: Question) => void }) {
  const { types, chips } = question;
  if (types.length + chips.length === 0) return null;
  const without = (one: Chip) => chips.filter((other) => !same(one, other));
  return (
    <ul class="chips" aria-label="Filters">
      {types.map((type) => (
        <li class="chip" key={type}>
          <span>
            event = <Said text={type} most={80} />
          </span>
          <button type="button" aria-label={`Remove: event = ${line(type, 80)}`} onClick={() => ask({ ...question, types: types.filter((one) => one !== type) })}>
            ✕
          </button>
        </li>
      ))}
      {chips.map((one) => (
        <li class={one.not ? 'chip not' : 'chip'} key={`${one.not} ${one.path} ${one.raw}`}>
          <button type="button" class="turn" title="Turn it round" onClick={() => ask({ ...question, chips: [...without(one), { ...one, not: !one.not }] })}>
            <Said text={one.path} most={60} /> {one.not ? '≠' : '='} <Said text={one.raw.replace(/^"(.*)"$/s, '$1')} most={80} />
          </button>
          <button type="button" aria-label={`Remove: ${line(one.path, 60)}`} onClick={() => ask({ ...question, chips: without(one) })}>
            ✕
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="quiet" onClick={() => ask({ ...question, types: [], chips: [] })}>
          Clear
        </button>
      </li>
    </ul>
  );
}

interface FoundProps {
  question: Question;
  asked: Range;
  ask: (q: Question) => void;
  zone: Zone;
  local: boolean;
}

function Found({ question, asked, ask, zone, local }: FoundProps) {
  const [, changed] = useReducer((n: number) => n + 1, 0);
  const [chosen, choose] = useState(-1);
  const [open, setOpen] = useState<Row | undefined>();
  const [live, setLive] = useState(false);
  const feed = useRef<Feed | undefined>(undefined);
  if (!feed.current) feed.current = new Feed(question, asked, () => changed(undefined));
  const found = feed.current;
  useEffect(() => {
    found.more();
    return () => found.close();
  }, []);
  useLive(live, found, () => setLive(false));

  const small = useNarrow();
  const { rows, state } = found;
  const narrow = (chip: Chip) => ask(narrowed(question, chip));
  const brush = (from: number, to: number) => ask({ ...question, from: rfc3339(from), to: rfc3339(to) });
  const close = () => {
    setOpen(undefined);
    document.querySelector<HTMLElement>('.rows')?.focus();
  };

  return (
    <>
      <Histogram rows={rows} asked={asked} all={state === 'end'} zone={zone} brush={brush} />
      <div class="bar">
        <p class="count" role="status">
          {counted(rows.length)} {rows.length === 1 ? 'event' : 'events'}
          {found.looked > rows.length && ` of ${counted(found.looked)} looked through`}
          {state === 'end' ? '' : state === 'reading' ? ' · reading …' : ' · there are more'}
        </p>
        <button type="button" class="quiet" onClick={() => ask({ ...question, order: question.order === 'asc' ? 'desc' : 'asc' })}>
          {question.order === 'asc' ? 'Oldest first' : 'Newest first'}
        </button>
        <button type="button" class="quiet" aria-pressed={live} disabled={question.order === 'asc'} onClick={() => setLive(!live)}>
          {live ? '● Live' : '○ Live'}
        </button>
        <SavedMenu question={question} ask={ask} />
        <ExportMenu question={question} asked={asked} />
      </div>
      {found.failed && <Failed error={found.failed} again={() => found.more()} what={rows.length > 0 ? 'Reading broke off here' : 'Events could not be read'} />}
      {rows.length === 0 && state === 'reading' && <Loading />}
      {rows.length === 0 && state === 'end' && <Nothing question={question} local={local} />}
      {rows.length > 0 && (
        <div class={open ? 'split open' : 'split'}>
          <Rows
            rows={rows}
            height={small ? 52 : 26}
            label="Events"
            columns={
              <>
                <span role="columnheader">Time</span>
                <span role="columnheader">Type</span>
                <span role="columnheader">Who</span>
                <span role="columnheader">Where</span>
                <span role="columnheader">What</span>
              </>
            }
            chosen={chosen}
            choose={choose}
            open={(index) => setOpen(rows[index])}
            nearEnd={() => state === 'idle' && found.looked < 20_000 * (1 + Math.floor(rows.length / 200)) && found.more()}
            cells={(row) => <Cells row={row} zone={zone} />}
          />
          {open && <Detail row={open} zone={zone} close={close} narrow={narrow} />}
        </div>
      )}
      {state === 'idle' && (
        <p class="more">
          <button type="button" onClick={() => found.more()}>
            Look further back
          </button>
        </p>
      )}
      <datalist id="types">
        {[...new Set(rows.slice(0, 2000).map((row) => plain(member(row.event, 'event'))))].sort().map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
    </>
  );
}

function Cells({ row, zone }: { row: Row; zone: Zone }) {
  const { event } = row;
  return (
    <>
      <span role="gridcell" class="time">
        {Number.isNaN(row.time) ? 'no time' : shown(row.time, zone)}
      </span>
      <span role="gridcell" class={failedOne(event) ? 'type failed' : 'type'}>
        <Said text={plain(member(event, 'event'))} most={80} />
      </span>
      <span role="gridcell">
        <Said text={plain(member(event, 'user'))} most={80} />
      </span>
      <span role="gridcell">
        <Said text={where(event)} most={80} />
      </span>
      <span role="gridcell" class="what">
        {row.large ? `larger than a page: ${counted(Number(row.large.characters))} characters` : <Said text={what(event)} most={200} />}
      </span>
    </>
  );
}

function Nothing({ question, local }: { question: Question; local: boolean }) {
  const plainly = written(question).every(([, value]) => value === '');
  return plainly ? (
    <Empty title="No event has come yet">
      <p>
        <a href="/start">How events get in here</a>
        {local && ', or load the samples there.'}
      </p>
    </Empty>
  ) : (
    <Empty title="Nothing was found">
      <p>Without “From” a search goes a year back. Take a filter away, or ask for another time.</p>
    </Empty>
  );
}

/** Of what was read: the vault is not asked to count what nobody looks at. */
function Histogram({ rows, asked, all, zone, brush }: { rows: Row[]; asked: Range; all: boolean; zone: Zone; brush: (from: number, to: number) => void }) {
  const { bars, end } = useMemo(() => {
    const times = rows.map((row) => row.time).filter((time) => !Number.isNaN(time));
    if (times.length === 0) return { bars: [] as Bar[], end: 0 };
    const least = times.reduce((a, b) => Math.min(a, b));
    const most = times.reduce((a, b) => Math.max(a, b)) + 1;
    const from = all && asked.from !== undefined ? Math.max(asked.from, least - (most - least)) : least;
    const to = all && asked.to !== undefined ? Math.min(asked.to, most + (most - least)) : most;
    const starts = steps(from, Math.max(to, from + 1000), zone);
    const bars = starts.map((start): Bar => ({ start, counts: [0, 0] }));
    for (const row of rows) {
      const i = lastBefore(starts, row.time);
      if (i >= 0) bars[i]!.counts[failedOne(row.event) ? 1 : 0]!++;
    }
    return { bars, end: Math.max(to, from + 1000) };
  }, [rows, zone, all]);
  if (bars.length < 2) return null;
  const label = all ? 'All events that were found' : `The ${counted(rows.length)} events that are read so far`;
  return <Bars bars={bars} end={end} zone={zone} label={label} kinds={['events', 'failed']} chosen={brush} />;
}

function lastBefore(starts: number[], time: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function useLive(live: boolean, feed: Feed, stop: () => void): void {
  useEffect(() => {
    if (!live) return;
    let gone = false;
    const look = async () => {
      while (!gone) {
        if (!document.hidden) {
          await feed.newer().catch((e) => {
            feed.failed = e as Error;
            stop();
          });
        }
        await new Promise((done) => setTimeout(done, BETWEEN_LOOKS));
      }
    };
    look();
    return () => {
      gone = true;
    };
  }, [live]);
}

export function useNarrow(): boolean {
  const asked = useMemo(() => matchMedia('(max-width: 700px)'), []);
  const [narrow, setNarrow] = useState(asked.matches);
  useEffect(() => {
    const changed = () => setNarrow(asked.matches);
    asked.addEventListener('change', changed);
    return () => asked.removeEventListener('change', changed);
  }, []);
  return narrow;
}
