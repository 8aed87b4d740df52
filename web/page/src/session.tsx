// One session: what was on its screen, what was read there, and what happened meanwhile.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { encoded, get, getJson } from './api.ts';
import { transcript, type Line, type Marker } from './cast.ts';
import { rows as eventRows, type Row } from './feed.ts';
import { member, plain, read } from './json.ts';
import { what } from './known.ts';
import { Failed, Loading, useLoaded } from './loaded.tsx';
import { address, type Place } from './router.ts';
import { DownloadMenu, ShareMenu } from './share.tsx';
import type { Told } from './sessions.tsx';
import { StateBadge, kindOf, told, type Shown, type State } from './state.tsx';
import { EventList, Transcript } from './beside.tsx';
import { MOST_WHOLE, load } from './tape.ts';
import { Fact, Said, bytes } from './text.tsx';
import { clock, lasting, shown, type Zone } from './time.ts';
import { Theatre } from './theatre.tsx';

interface Known extends Told {
  no_recording?: State;
  partial?: boolean;
  proto?: string;
  hold?: { by: string; reason: string; at: string };
  recording?: {
    size: number;
    uploaded: string;
    content: { status: string; reason?: string; start?: string; duration_ms?: number; output_bytes?: number; format?: string; sizes?: [number, string][]; user?: string; login?: string; server?: string };
  };
}

const BEGINS = ['session.start', 'windows.desktop.session.start', 'db.session.start', 'app.session.start'];
const PLAYS = ['whole', 'cut-off', 'damaged', 'too-large'];
const LOOK_AGAIN = 2_000;
const MOST_LOOKS = 30;

export function Session({ place, zone }: { place: Place; zone: Zone }) {
  const sid = decodeURIComponent(place.path.slice('/sessions/'.length));
  const session = useLoaded(`session ${sid}`, (signal) => getJson<Known>(`/v1/sessions/${encoded(sid)}`, signal));
  useIndexing(session.value, session.again);
  if (session.failed) {
    return (
      <main>
        <p>
          <a href="/sessions">Sessions</a>
        </p>
        <Failed error={session.failed} again={session.again} what="This session cannot be shown" />
      </main>
    );
  }
  return session.value ? <Opened session={session.value} place={place} zone={zone} /> : <main>{<Loading />}</main>;
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
  const { sid, recording } = session;
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
  const whole = printed <= MOST_WHOLE;
  const around = tape.value?.around?.(at);
  const known = plays && (whole || tape.value !== undefined);
  const lines = useLoaded(`transcript ${sid} ${status} ${known} ${around?.from} ${around?.to}`, async (signal) => {
    if (!known) return undefined;
    const time: [string, string][] = around ? [['from', String(around.from)], ['to', String(around.to)]] : [];
    const path = address(`/v1/sessions/${encoded(sid)}/recording.json`, [['partial', partial ? 'true' : ''], ...time]);
    return transcript(await get(path, signal));
  });
  // What was read before stays until there is more.
  const kept = useRef<Line[] | undefined>(undefined);
  if (lines.value) kept.current = lines.value;
  const events = useLoaded(`events ${sid}`, async (signal) => {
    const page = read(await get(`/v1/sessions/${encoded(sid)}/events?limit=1000`, signal));
    return { rows: eventRows(page), more: plain(member(page, 'cursor')) !== '' };
  });
  const since = useMemo(() => beginning(events.value?.rows ?? [], begins), [events.value, begins]);
  const happened = useMemo(() => marked(events.value?.rows ?? [], since), [events.value, since]);
  // Of which kind it is, its events tell: until then nothing alarms.
  const state = events.value || events.failed ? stateOf(session, events.value?.rows ?? []) : session.recording ? 'recorded' : undefined;
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
            {tape.value && <Theatre tape={tape.value} marks={happened} jump={jump} told={setAt} />}
          </section>
        )}
        <Beside
          plays={plays}
          lines={plays ? kept.current : []}
          around={around}
          linesFailed={lines.failed}
          rows={events.value?.rows}
          more={events.value?.more ?? false}
          eventsFailed={events.failed}
          since={since}
          until={tape.value?.duration ?? Infinity}
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

function Head({ session, state, zone, at, plays }: { session: Known; state: Shown | undefined; zone: Zone; at: number; plays: boolean }) {
  const content = session.recording?.content;
  const start = Date.parse(session.start ?? content?.start ?? '');
  const end = Date.parse(session.end ?? '');
  const user = session.user ?? content?.user;
  return (
    <header class="head">
      <div class="bar">
        <h1>
          <Said text={user ?? session.sid} most={100} />
          {(session.login ?? content?.login) && (
            <>
              {' as '}
              <Said text={session.login ?? content?.login} most={60} />
            </>
          )}
          {(session.server ?? content?.server) && (
            <>
              {' on '}
              <Said text={session.server ?? content?.server} most={100} />
            </>
          )}
        </h1>
        {state && <StateBadge shown={state} />}
        {session.recording && <DownloadMenu sid={session.sid} plays={plays} />}
        {session.recording && <ShareMenu sid={session.sid} at={at} zone={zone} />}
      </div>
      <dl class="facts">
        <Fact name="Began">{Number.isNaN(start) ? 'not known' : shown(start, zone, 0)}</Fact>
        <Fact name="Ended">{Number.isNaN(end) ? 'not known' : `${shown(end, zone, 0)}, after ${lasting(end - start)}`}</Fact>
        {(session.participants?.length ?? 0) > 0 && (
          <Fact name="Who was there">
            <Said text={session.participants!.join(', ')} most={400} />
          </Fact>
        )}
        {session.recording && (
          <Fact name="Recording">
            {content?.duration_ms !== undefined && `${clock(content.duration_ms / 1000)}, `}
            {bytes(session.recording.size)}
            {content?.format && `, ${content.format}`}
          </Fact>
        )}
        <Fact name="Session">
          <code>
            <Said text={session.sid} most={130} />
          </code>
        </Fact>
        {session.hold && (
          <Fact name="Held">
            by <Said text={session.hold.by} most={200} />: <Said text={session.hold.reason} most={300} />
          </Fact>
        )}
      </dl>
      {session.partial && <p class="sub">It has very many events; this tells of those that were read within 20 seconds.</p>}
    </header>
  );
}

function stateOf(session: Known, rows: Row[]): Shown {
  const state: State = session.recording ? 'recorded' : (session.no_recording ?? 'missing');
  const kind = session.kind ?? kindOf(rows.map((row) => plain(member(row.event, 'event'))));
  return told(state, kind, Date.parse(session.start ?? ''), Date.now());
}

const NO_RECORDING: Record<string, [string, string]> = {
  'not-recorded': ['It was not recorded', 'Recording was switched off for this session, so there is nothing to play. What happened is beside.'],
  running: ['It is still running', 'Its recording comes when it has ended.'],
  'no-end': ['Nothing tells of its end', 'It began more than 30 days ago, and neither its end nor a recording has come. What happened is beside.'],
  none: ['There is no recording of it', 'Not every session of this kind has one. What happened is beside.'],
  awaited: ['Its recording is on its way', 'The session has ended, and the node has some time to upload the recording.'],
  missing: ['Its recording is missing', 'The session ended long ago, it was to be recorded, and nothing has arrived. Look at the node that recorded it, under Nodes.'],
};

const CONTENT: Record<string, [string, string]> = {
  indexing: ['It has just arrived', 'It is being read through, and can be played in a few seconds.'],
  'no-terminal': ['There is no terminal in it', 'It is in order, and holds something else than a terminal. What happened is beside.'],
  encrypted: ['It is encrypted', "It can be played with the cluster's key: download it, and use “tapevault recordings play --identity”."],
  'cut-off': ['It ends too early', 'What is there can be played; the end is not in it.'],
  damaged: ['It is damaged', 'What can be read of it can be played.'],
  'too-large': ['It is too large to be shown whole', 'What could be converted can be played.'],
  unreadable: ['It cannot be read', 'There is nothing in it that could be played. The original bytes are kept.'],
};

function Verdict({ session, state }: { session: Known; state: Shown | undefined }) {
  const content = session.recording?.content;
  const said = content ? CONTENT[content.status] : NO_RECORDING[state ?? ''];
  if (!said) return null;
  const bad = state === 'missing' || content?.status === 'damaged' || content?.status === 'unreadable';
  return (
    <div class={bad ? 'notice bad' : 'notice'} role={bad ? 'alert' : 'status'}>
      <strong>{said[0]}</strong>
      <p>{said[1]}</p>
      {content?.reason && (
        <p class="sub">
          <Said text={content.reason} most={500} />
        </p>
      )}
    </div>
  );
}

interface BesideProps {
  plays: boolean;
  lines: Line[] | undefined;
  around: { from: number; to: number } | undefined;
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
          <Transcript lines={props.lines} around={props.around} failed={props.linesFailed} at={props.at} go={props.go} find={props.find} />
        ) : (
          <EventList rows={props.rows} failed={props.eventsFailed} more={props.more} since={props.since} until={props.until} at={props.at} go={props.go} zone={props.zone} />
        )}
      </div>
    </section>
  );
}

