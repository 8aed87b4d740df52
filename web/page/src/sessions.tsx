// Sessions, with and without recordings; and what stands in their transcripts.
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { encoded, getJson, pictured } from './api.ts';
import { useNarrow } from './events.tsx';
import { Empty, Failed, Loading, useLoaded, type Loaded } from './loaded.tsx';
import { address, go, type Place } from './router.ts';
import { Rows } from './rows.tsx';
import { STATES, StateBadge, odd, told, type State } from './state.tsx';
import { Said, bytes, counted } from './text.tsx';
import { clock, lasting, rfc3339, shown, typed, type Zone } from './time.ts';

export interface Told {
  sid: string;
  kind?: string;
  state?: State;
  user?: string;
  login?: string;
  server?: string;
  cluster_name?: string;
  start?: string;
  end?: string;
  participants?: string[];
  recordings?: { uploaded: string; size?: number; format?: string }[];
}

const KINDS = ['ssh', 'k8s', 'db', 'app', 'desktop'];
const FIELDS = ['user', 'server', 'kind', 'state', 'from', 'to', 'active_at'];
const PAGE = 100;
const ON = { reading: ' · reading …', idle: ' · there are more', end: '', failed: '' };
const LONG_AGO = '2000-01-01T00:00:00Z';

export function Sessions({ place, zone }: { place: Place; zone: Zone }) {
  const search = place.query.toString();
  const words = place.query.get('q') ?? '';
  const asked = useMemo(() => question(place.query, zone), [search, zone]);
  return (
    <main class="sessions">
      <h1 class="unseen">Sessions</h1>
      <Asking place={place} zone={zone} />
      {asked instanceof Error ? (
        <p class="notice bad" role="alert">
          {asked.message}
        </p>
      ) : words ? (
        <Hits key={search} words={words} asked={asked} zone={zone} />
      ) : (
        <List key={search + zone} asked={asked} zone={zone} />
      )}
    </main>
  );
}

type Asked = [string, string][];

function question(query: URLSearchParams, zone: Zone): Asked | Error {
  try {
    const moment = (name: string, end: boolean) => {
      const text = query.get(name);
      if (!text) return '';
      const read = typed(text, zone, Date.now());
      return rfc3339(end ? read.to : read.from);
    };
    return [
      ...['user', 'server', 'kind', 'state'].map((name): [string, string] => [name, query.get(name) ?? '']),
      ['from', moment('from', false)],
      ['to', moment('to', true)],
      ['active_at', moment('active_at', false)],
    ];
  } catch (e) {
    return e as Error;
  }
}

function Asking({ place, zone }: { place: Place; zone: Zone }) {
  const value = (name: string) => place.query.get(name) ?? '';
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    go(address('/sessions', ['q', ...FIELDS].map((name) => [name, String(given.get(name) ?? '').trim()])));
  };
  const here = zone === 'utc' ? 'UTC' : 'local time';
  return (
    <form class="asking" role="search" onSubmit={submit} key={place.query.toString()}>
      <label class="wide">
        <span>In all transcripts</span>
        <input name="q" type="search" value={value('q')} placeholder="words that stood on a screen" maxLength={500} />
      </label>
      <label>
        <span>User</span>
        <input name="user" value={value('user')} placeholder="exactly" spellcheck={false} />
      </label>
      <label>
        <span>Server</span>
        <input name="server" value={value('server')} placeholder="exactly" spellcheck={false} />
      </label>
      <label class="short">
        <span>Kind</span>
        <Choice name="kind" value={value('kind')} of={KINDS} />
      </label>
      <label class="short">
        <span>State</span>
        <Choice name="state" value={value('state')} of={Object.keys(STATES)} />
      </label>
      <label class="when">
        <span>Began from ({here})</span>
        <input name="from" value={value('from')} placeholder="7d, or a day" spellcheck={false} />
      </label>
      <label class="when">
        <span>to</span>
        <input name="to" value={value('to')} placeholder="now" spellcheck={false} />
      </label>
      <label class="when">
        <span>Active at</span>
        <input name="active_at" value={value('active_at')} placeholder="a moment" spellcheck={false} />
      </label>
      <button type="submit" class="main">
        Search
      </button>
    </form>
  );
}

function Choice({ name, value, of }: { name: string; value: string; of: string[] }) {
  return (
    <select name={name} onChange={(event) => (event.currentTarget as HTMLSelectElement).form!.requestSubmit()}>
      <option value="">any</option>
      {of.map((one) => (
        <option key={one} value={one} selected={one === value}>
          {one.replace('-', ' ')}
        </option>
      ))}
    </select>
  );
}

/** Page after page, for as long as somebody looks. */
export function usePages<T>(load: (cursor: string, signal: AbortSignal) => Promise<{ found: T[]; cursor?: string }>) {
  const [, changed] = useReducer((n: number) => n + 1, 0);
  const state = useRef({ found: [] as T[], cursor: '', state: 'idle' as 'idle' | 'reading' | 'end' | 'failed', failed: undefined as Error | undefined });
  const abort = useRef(new AbortController());
  const more = async (least = 50) => {
    const now = state.current;
    if (now.state === 'reading' || now.state === 'end') return;
    Object.assign(now, { state: 'reading', failed: undefined });
    changed(undefined);
    try {
      const until = now.found.length + least;
      // A page may be empty, and have another one behind it.
      for (let page = 0; page < 20; page++) {
        const got = await load(now.cursor, abort.current.signal);
        now.found = now.found.concat(got.found);
        now.cursor = got.cursor ?? '';
        if (!now.cursor || now.found.length >= until) break;
        changed(undefined);
      }
      now.state = now.cursor ? 'idle' : 'end';
    } catch (e) {
      if (abort.current.signal.aborted) return;
      Object.assign(now, { state: 'failed', failed: e as Error });
    }
    changed(undefined);
  };
  useEffect(() => {
    more();
    return () => abort.current.abort();
  }, []);
  return { ...state.current, more };
}

function List({ asked, zone }: { asked: Asked; zone: Zone }) {
  const pages = usePages<Told>(async (cursor, signal) => {
    const query: Asked = [...asked, ['limit', String(PAGE)], ['cursor', cursor]];
    const page = await getJson<{ sessions: Told[]; cursor?: string }>(address('/v1/sessions', query), signal);
    return { found: page.sessions, cursor: page.cursor };
  });
  const [chosen, choose] = useState(-1);
  const [now] = useState(Date.now);
  const small = useNarrow();
  const { found, state } = pages;
  return (
    <>
      <div class="bar">
        <p class="count" role="status">
          {(found.length > 0 || state === 'end') && `${counted(found.length)} ${found.length === 1 ? 'session' : 'sessions'}${ON[state]}`}
        </p>
      </div>
      {pages.failed && <Failed error={pages.failed} again={() => pages.more()} what="Sessions could not be read" />}
      {found.length === 0 && state === 'reading' && <Loading />}
      {found.length === 0 && state === 'end' && (
        <Empty title="No session was found">
          <p>
            {asked.every(([, value]) => value === '') ? <a href="/start">How sessions get in here</a> : 'User and server are compared whole, as the events spell them.'}
          </p>
        </Empty>
      )}
      {found.length > 0 && (
        <div class="split">
          <Rows
            rows={found}
            height={small ? 68 : 58}
            label="Sessions"
            columns={['', 'Began', 'Lasted', 'Who', 'Where', 'Kind', 'State'].map((name) => (
              <span role="columnheader" key={name}>
                {name || <span class="unseen">Picture</span>}
              </span>
            ))}
            chosen={chosen}
            choose={choose}
            open={(index) => go(`/sessions/${encoded(found[index]!.sid)}`)}
            nearEnd={() => state === 'idle' && pages.more()}
            cells={(one) => <Cells session={one} zone={zone} now={now} />}
          />
        </div>
      )}
    </>
  );
}

function Cells({ session, zone, now }: { session: Told; zone: Zone; now: number }) {
  const start = Date.parse(session.start ?? '');
  const end = Date.parse(session.end ?? '');
  const others = (session.participants ?? []).filter((one) => one !== session.user).length;
  const recording = session.recordings?.[0];
  const picture = usePicture(session);
  return (
    <>
      <span role="gridcell" class="picture">
        {picture.value ? <img src={picture.value} alt="" loading="lazy" /> : session.state === 'recorded' && <span class="blank" />}
      </span>
      <span role="gridcell" class="time">
        {!Number.isNaN(start) ? (
          shown(start, zone, 0)
        ) : recording ? (
          <span title="Nothing tells when it began: its recording arrived then">{shown(Date.parse(recording.uploaded), zone, 0)} ↧</span>
        ) : (
          'not known'
        )}
      </span>
      <span role="gridcell" class="lasted">
        {Number.isNaN(end - start) ? '' : lasting(end - start)}
        {recording?.size ? <small> {bytes(recording.size)}</small> : ''}
      </span>
      <span role="gridcell" class="type">
        <a href={`/sessions/${encoded(session.sid)}`} tabIndex={-1}>
          {session.user ? <Said text={session.user} most={80} /> : <Said text={session.sid} most={36} />}
        </a>
        {session.login && (
          <small>
            {' '}
            as <Said text={session.login} most={40} />
          </small>
        )}
        {others > 0 && <small> and {others} more</small>}
      </span>
      <span role="gridcell">
        <Said text={session.server ?? session.cluster_name} most={80} />
      </span>
      <span role="gridcell" class="kind">
        {session.kind}
      </span>
      <span role="gridcell">
        {session.state && <StateBadge shown={odd(picture.failed) ?? told(session.state, session.kind, start, now)} />}
      </span>
    </>
  );
}

/** A picture of its screen, where the vault has one; a picture runs no script. */
function usePicture({ sid, state }: Told): Loaded<string | undefined> {
  const picture = useLoaded(`svg ${state} ${sid}`, async (signal) =>
    state === 'recorded' ? pictured(`/v1/sessions/${encoded(sid)}/recording.svg`, signal) : undefined,
  );
  useEffect(() => () => (picture.value ? URL.revokeObjectURL(picture.value) : undefined), [picture.value]);
  return picture;
}

interface Hit {
  sid: string;
  at: number;
  line: string;
  from: number;
  to: number;
  user?: string;
  server?: string;
  start?: string;
}

function Hits({ words, asked, zone }: { words: string; asked: Asked; zone: Zone }) {
  const known = asked
    .filter(([name]) => ['from', 'to', 'user', 'server'].includes(name))
    // Who looks for words seldom knows when they were said.
    .map(([name, value]): [string, string] => [name, name === 'from' && value === '' ? LONG_AGO : value]);
  const pages = usePages<Hit>(async (cursor, signal) => {
    const page = await getJson<{ hits: Hit[]; cursor?: string }>(address('/v1/search', [['q', words], ...known, ['cursor', cursor]]), signal);
    return { found: page.hits, cursor: page.cursor };
  });
  const { found, state } = pages;
  return (
    <div class="hits">
      <p class="count sub" role="status">
        {(found.length > 0 || state === 'end') && `${counted(found.length)} ${found.length === 1 ? 'line' : 'lines'}${ON[state]} · `}
        words are found whole, and who looked for them is in the log
      </p>
      {pages.failed && <Failed error={pages.failed} again={() => pages.more()} what="Transcripts could not be searched" />}
      {found.length === 0 && state === 'reading' && <Loading />}
      {found.length === 0 && state === 'end' && (
        <Empty title="No transcript has these words in one line">
          <p>A recording is searched some seconds after it arrived.</p>
        </Empty>
      )}
      <ol>
        {found.map((hit, i) => (
          <li key={`${hit.sid} ${hit.at} ${i}`}>
            <a href={`/sessions/${encoded(hit.sid)}?find=${encoded(words)}#t=${hit.at}`}>
              <code>
                <Said text={hit.line.slice(0, hit.from)} />
                <mark>
                  <Said text={hit.line.slice(hit.from, hit.to)} />
                </mark>
                <Said text={hit.line.slice(hit.to)} />
              </code>
            </a>
            <span class="sub">
              <Said text={hit.user ?? hit.sid} most={60} /> {hit.server && '· '}
              <Said text={hit.server} most={60} /> {hit.start && `· ${shown(Date.parse(hit.start), zone, 0)}`} · at {clock(hit.at)}
            </span>
          </li>
        ))}
      </ol>
      {state === 'idle' && (
        <button type="button" onClick={() => pages.more()}>
          More
        </button>
      )}
    </div>
  );
}
