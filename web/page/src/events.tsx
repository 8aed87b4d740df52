// Everything that happened.
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { Asking } from './asking.tsx';
import { Detail } from './detail.tsx';
import { ExportMenu, SavedMenu } from './menus.tsx';
import { Feed, type Row } from './feed.ts';
import { Histogram } from './histogram.tsx';
import { member, plain } from './json.ts';
import { failedOne, what, where } from './known.ts';
import { Empty, Failed, Loading } from './loaded.tsx';
import { looksItself, narrowed, parse, range, written, type Chip, type Question, type Range } from './question.ts';
import { address, go, type Place } from './router.ts';
import { Rows } from './rows.tsx';
import { Said, counted, line } from './text.tsx';
import { rfc3339, shown, type Zone } from './time.ts';

const BETWEEN_LOOKS = 2_000;
const STATES = { reading: ' · reading …', idle: ' · there are more', end: '', failed: '' };

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
  const [types, setTypes] = useState<string[]>([]);
  const [tries, retry] = useReducer((n: number) => n + 1, 0);
  const feed = useRef<Feed | undefined>(undefined);
  if (!feed.current) feed.current = new Feed(question, asked, () => changed(undefined));
  const found = feed.current;
  useEffect(() => {
    found.more();
    return () => found.close();
  }, []);
  useLive(live, found);

  const small = useNarrow();
  const { rows, state } = found;
  const narrow = (chip: Chip) => ask(narrowed(question, chip));
  const brush = (from: number, to: number) => ask({ ...question, from: rfc3339(from), to: rfc3339(to) });
  // Its hundred bars do not change while rows are read.
  const bars = useMemo(
    () => <Histogram key={tries} question={question} asked={asked} zone={zone} came={found.came} brush={brush} failed={found.failed} told={setTypes} />,
    [found.came, found.failed, zone, tries],
  );
  const again = () => {
    found.more();
    if (rows.length === 0) retry(undefined);
  };
  const close = () => {
    setOpen(undefined);
    document.querySelector<HTMLElement>('.rows')?.focus();
  };

  return (
    <>
      {bars}
      <div class="bar">
        <p class="count" role="status">
          {(found.looked > 0 || state === 'end') && (
            <>
              {counted(rows.length)} {rows.length === 1 ? 'event' : 'events'}
              {looksItself(question) && ` of ${counted(found.looked)} looked through`}
              {STATES[state]}
            </>
          )}
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
      {found.broken && <p class="sub">What comes cannot be read just now: {line(found.broken.message)} It is tried again.</p>}
      {found.failed && <Failed error={found.failed} again={again} what={rows.length > 0 ? 'Reading broke off here' : 'Events could not be read'} />}
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
        {types.map((type) => (
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
        {row.received && (
          <span class="received" title="It has no time of its own: it was received then">
            <span class="unseen">received</span>
          </span>
        )}
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

function useLive(live: boolean, feed: Feed): void {
  useEffect(() => {
    if (!live) return;
    let gone = false;
    const look = async () => {
      while (!gone) {
        // What cannot be read now is tried again: nothing is lost over it.
        if (!document.hidden) await feed.newer();
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
