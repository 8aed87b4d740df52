// One session: what was on its screen, what was read there, and what happened meanwhile.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { encoded, get, getJson } from './api.ts';
import type { Line, Lines, Marker } from './cast.ts';
import { rows as eventRows, type Row } from './feed.ts';
import { member, plain, read as json } from './json.ts';
import { what } from './known.ts';
import { Failed, Loading, useLoaded } from './loaded.tsx';
import { address, type Place } from './router.ts';
import type { Told } from './sessions.tsx';
import { kindOf, told, type Shown, type State } from './state.tsx';
import { EventList, Transcript, type TranscriptProps } from './beside.tsx';
import { Head } from './head.tsx';
import { load } from './tape.ts';
import type { Zone } from './time.ts';
import { Theatre } from './theatre.tsx';
import { Verdict } from './verdict.tsx';

interface Recording {
  size: number;
  uploaded: string;
  content: { status: string; reason?: string; start?: string; duration_ms?: number; output_bytes?: number; format?: string; commands?: [number, string][]; user?: string; login?: string; server?: string };
}

export interface Known extends Told {
  /** The name of the session; `sid` is that of the recording which is looked at. */
  first: string;
  no_recording?: State;
  partial?: boolean;
  hold?: { by: string; reason: string; at: string };
  recording?: Recording;
  other_recordings?: (Recording & { sid: string })[];
}

const BEGINS = ['session.start', 'windows.desktop.session.start', 'db.session.start', 'app.session.start'];
const PLAYS = ['whole', 'cut-off', 'damaged', 'too-large'];
const LOOK_AGAIN = 2_000;
const MOST_LOOKS = 30;

export function Session({ place, zone }: { place: Place; zone: Zone }) {
  const sid = decodeURIComponent(place.path.slice('/sessions/'.length));
  const session = useLoaded(`session ${sid}`, (signal) => known(sid, signal));
  useIndexing(session.value, session.again);
  if (session.failed) {
    return (
      <main>
        <h1 class="unseen">Session</h1>
        <p>
          <a href="/sessions">Sessions</a>
        </p>
        <Failed error={session.failed} again={session.again} what="This session cannot be shown" />
      </main>
    );
  }
  if (session.value) return <Opened session={session.value} place={place} zone={zone} />;
  return (
    <main>
      <h1 class="unseen">Session</h1>
      <Loading />
    </main>
  );
}

/** A recording that came after the first is looked at with all that is known of its session. */
async function known(sid: string, signal: AbortSignal): Promise<Known> {
  const told = (of: string) => getJson<Known>(`/v1/sessions/${encoded(of)}`, signal);
  const first = /^(.+)\.other-[0-9a-f]{16}$/.exec(sid)?.[1];
  const session = first && (await told(first));
  const recording = session && session.other_recordings?.find((one) => one.sid === sid);
  return recording ? { ...session, sid, first: session.sid, recording } : { ...(await told(sid)), first: sid };
}

/** What has just arrived is read through within seconds; after a minute nobody asks any more. */
function useIndexing(session: Known | undefined, again: () => void): void {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (session?.recording?.content.status !== 'indexing' || looks >= MOST_LOOKS) return;
    const later = setTimeout(() => {
      setLooks(looks + 1);
      again();
    }, LOOK_AGAIN);
    return () => clearTimeout(later);
  }, [session, looks]);
}

function Opened({ session, place, zone }: { session: Known; place: Place; zone: Zone }) {
  const { sid, first, recording } = session;
  const content = recording?.content;
  const status = content?.status ?? '';
  const plays = PLAYS.includes(status);
  const partial = plays && status !== 'whole';
  const begins = Date.parse(content?.start ?? session.start ?? '');
  const [at, setAt] = useState(0);
  const [jump, setJump] = useState<{ to: number } | undefined>();

  const printed = content?.output_bytes ?? recording?.size ?? 0;
  const tape = useLoaded(`tape ${sid} ${status}`, (signal) =>
    plays ? load(sid, printed, partial, signal) : Promise.resolve(undefined),
  );
  const around = tape.value?.around?.(at);
  const read = (asked: [string, string][], signal: AbortSignal) =>
    getJson<Lines>(address(`/v1/sessions/${encoded(sid)}/recording.json`, [['partial', partial ? 'true' : ''], ...asked]), signal);
  // What is read beside it does not keep its first picture waiting.
  const [seen, setSeen] = useState(false);
  const lines = useLoaded(`transcript ${sid} ${status} ${seen} ${around?.from} ${around?.to}`, async (signal) =>
    seen || tape.failed ? (await read(around ? [['from', String(around.from)], ['to', String(around.to)]] : [], signal)).lines : undefined,
  );
  // What was read before stays until there is more.
  const kept = useRef<Line[] | undefined>(undefined);
  if (lines.value) kept.current = lines.value;
  const events = useLoaded(`events ${first}`, async (signal) => {
    const page = json(await get(`/v1/sessions/${encoded(first)}/events?limit=1000`, signal));
    return { rows: eventRows(page), more: plain(member(page, 'cursor')) !== '' };
  });
  const since = useMemo(() => beginning(events.value?.rows ?? [], begins), [events.value, begins]);
  const happened = useMemo(() => marked(events.value?.rows ?? [], since), [events.value, since]);
  // Of which kind it is, its events tell: until then nothing alarms.
  const state = events.value || events.failed ? stateOf(session, events.value?.rows ?? []) : session.recording ? stateOf(session, []) : undefined;
  const go = (to: number) => setJump({ to: Math.max(0, to) });

  useEffect(() => {
    const to = Number(place.hash.get('t') ?? NaN);
    const absolute = Number(place.hash.get('at') ?? NaN);
    if (Number.isFinite(to)) go(to);
    else if (Number.isFinite(absolute - since)) go((absolute - since) / 1000);
  }, [place.hash.toString(), Number.isNaN(since)]);

  return (
    <main class="session">
      <Head session={session} state={state} zone={zone} at={at} plays={plays} />
      <Verdict session={session} state={state} />
      <div class={plays ? 'watch' : 'watch alone'}>
        {plays && (
          <section class="stage" aria-label="Recording">
            {tape.failed && <Failed error={tape.failed} again={tape.again} what="The recording cannot be played" />}
            {!tape.value && !tape.failed && <Loading what="Getting the recording …" />}
            {tape.value && <Theatre tape={tape.value} marks={happened} jump={jump} told={setAt} seen={() => setSeen(true)} />}
          </section>
        )}
        <Beside
          plays={plays}
          lines={plays ? kept.current : []}
          around={around}
          search={around && ((words, signal) => read([['contains', words]], signal))}
          linesFailed={lines.failed}
          rows={events.value?.rows}
          more={events.value?.more ?? false}
          eventsFailed={events.failed}
          since={since}
          until={plays ? (tape.value?.duration ?? Infinity) : -1}
          at={at}
          go={go}
          find={place.query.get('find') ?? ''}
          zone={zone}
        />
      </div>
    </main>
  );
}

// The clock of a recording begins with its own first event; the log's may be another machine's.
function beginning(rows: Row[], begins: number): number {
  const start = rows.find((row) => BEGINS.includes(plain(member(row.event, 'event'))));
  return start && !start.received && !Number.isNaN(start.time) ? start.time : begins;
}

function marked(rows: Row[], since: number): Marker[] {
  if (Number.isNaN(since)) return [];
  return rows
    .filter((row) => !row.received)
    .filter((row) => /^(exec|session\.(join|leave|command)|sftp|scp)/.test(plain(member(row.event, 'event'))))
    .map((row) => ({ time: (row.time - since) / 1000, label: `${plain(member(row.event, 'event'))} ${what(row.event)}`.trim() }))
    .filter((one) => one.time >= 0);
}

function stateOf(session: Known, rows: Row[]): Shown {
  const status = session.recording?.content.status;
  if (status) return status === 'whole' ? 'recorded' : (status as Shown);
  const state = session.no_recording ?? 'missing';
  const kind = session.kind ?? kindOf(rows.map((row) => plain(member(row.event, 'event'))));
  return told(state, kind, Date.parse(session.start ?? ''), Date.now());
}

interface BesideProps {
  plays: boolean;
  lines: Line[] | undefined;
  around: { from: number; to: number } | undefined;
  search: TranscriptProps['search'];
  linesFailed: Error | undefined;
  rows: Row[] | undefined;
  more: boolean;
  eventsFailed: Error | undefined;
  since: number;
  until: number;
  at: number;
  go: (to: number) => void;
  find: string;
  zone: Zone;
}

function Beside(props: BesideProps) {
  const [tab, setTab] = useState<'transcript' | 'events'>(props.plays ? 'transcript' : 'events');
  const turn = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    setTab(tab === 'events' ? 'transcript' : 'events');
    document.getElementById(tab === 'events' ? 'tab-transcript' : 'tab-events')?.focus();
    event.stopPropagation();
  };
  const tabs: ['transcript' | 'events', string][] = props.plays ? [['transcript', 'Transcript'], ['events', 'Events']] : [['events', 'Events']];
  return (
    <section class="beside" aria-label="Transcript and events">
      <div role="tablist" class="tabs" aria-label="Beside the recording" onKeyDown={turn}>
        {tabs.map(([name, label]) => (
          <button key={name} id={`tab-${name}`} type="button" role="tab" aria-selected={tab === name} aria-controls="beside" tabIndex={tab === name ? 0 : -1} onClick={() => setTab(name)}>
            {label}
            {name === 'events' && props.rows && <small> {props.rows.length}</small>}
          </button>
        ))}
      </div>
      <div id="beside" role="tabpanel" aria-labelledby={`tab-${tab}`} class="panel">
        {tab === 'transcript' ? (
          <Transcript lines={props.lines} around={props.around} search={props.search} failed={props.linesFailed} at={props.at} go={props.go} find={props.find} />
        ) : (
          <EventList rows={props.rows} failed={props.eventsFailed} more={props.more} since={props.since} until={props.until} at={props.at} go={props.go} zone={props.zone} />
        )}
      </div>
    </section>
  );
}

