// What became of events on their way to SIEMs, and what nobody took.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { encoded, get, getJson, post } from './api.ts';
import { Bars } from './bars.tsx';
import { Empty, Failed, Loading, useLoaded } from './loaded.tsx';
import { Fact, Said, bytes, counted, harmless } from './text.tsx';
import { rfc3339, shown, type Zone } from './time.ts';

interface Sink {
  name: string;
  paused: boolean;
  state: 'up' | 'down';
  since?: string;
  why?: string;
}

interface Counts {
  stored: number;
  delivered: number;
  excluded: number;
  parked: number;
  waiting: number;
  lost: Record<string, number>;
}

interface Account extends Counts {
  oldest_waiting?: string;
  replays: { from: string; to: string }[];
  hours: (Counts & { hour: string })[];
  next?: string;
}

const HOUR = 3600_000;

export function Delivery({ zone }: { zone: Zone }) {
  const sinks = useLoaded('sinks', (signal) => getJson<{ sinks: Sink[] }>('/v1/sinks', signal));
  useEvery(sinks.again);
  return (
    <main class="delivery">
      <h1>Delivery</h1>
      {sinks.failed && <Failed error={sinks.failed} again={sinks.again} what="The SIEMs could not be read" />}
      {!sinks.value && !sinks.failed && <Loading />}
      {sinks.value?.sinks.length === 0 && (
        <Empty title="No SIEM is configured">
          <p>
            Every stored event can go to Splunk, Elastic, Loki, Datadog and others: <code>tapevault config edit</code>, under <code>siems</code>.
          </p>
        </Empty>
      )}
      <div class="cards">
        {sinks.value?.sinks.map((sink) => (
          <One key={sink.name} sink={sink} zone={zone} />
        ))}
      </div>
      <Parked />
    </main>
  );
}

function One({ sink, zone }: { sink: Sink; zone: Zone }) {
  const account = useLoaded(`sink ${sink.name}`, (signal) => getJson<Account>(`/v1/sinks/${encoded(sink.name)}`, signal));
  const { value } = account;
  useEvery(account.again);
  const waits = (value?.waiting ?? 0) > 0;
  const lost = Object.values(value?.lost ?? {}).reduce((a, b) => a + b, 0);
  const hours = useMemo(() => day(value?.hours ?? []), [value]);
  return (
    <section class="card" aria-label={line(sink.name)}>
      <div class="bar">
        <h2>
          <Said text={sink.name} most={80} />
        </h2>
        <span class={sink.state === 'down' ? 'state missing' : waits ? 'state running' : 'state'}>{sink.state === 'up' && waits ? 'waiting' : sink.state}</span>
        {sink.paused && <span class="state running">paused</span>}
      </div>
      {sink.since && (
        <p class="sub">
          {sink.state} since {shown(Date.parse(sink.since), zone, 0)}
        </p>
      )}
      {sink.why && (
        <p class="notice bad words">
          <Said text={sink.why} most={600} />
        </p>
      )}
      {sink.state === 'up' && waits && !sink.paused && (
        <p class="sub">Not everything is delivered yet. A SIEM that takes nothing counts as down after five minutes, or at once where it says that somebody has to act.</p>
      )}
      {account.failed && <Failed error={account.failed} again={account.again} what="What became of its events could not be read" />}
      {!value && !account.failed && <Loading />}
      {value && (
        <>
          <dl class="facts">
            <Fact name="Stored">{counted(value.stored)}</Fact>
            <Fact name="Delivered">{counted(value.delivered)}</Fact>
            <Fact name="Waiting">{counted(value.waiting)}</Fact>
            <Fact name="Parked">{counted(value.parked)}</Fact>
            <Fact name="Excluded">{counted(value.excluded)}</Fact>
            <Fact name="Lost">
              {lost === 0 ? '0' : Object.entries(value.lost).map(([why, n]) => `${counted(n)} ${harmless(why)}`).join(', ')}
            </Fact>
            {value.oldest_waiting && <Fact name="Waits since">{shown(Date.parse(value.oldest_waiting), zone, 0)}</Fact>}
          </dl>
          {hours.length > 0 && (
            <Bars
              bars={hours.map((one) => ({
                start: Date.parse(one.hour),
                counts: [one.delivered, one.parked + Object.values(one.lost).reduce((a, b) => a + b, 0), one.waiting],
              }))}
              end={Date.parse(hours[hours.length - 1]!.hour) + HOUR}
              zone={zone}
              label="Events by the hour in which they happened"
              kinds={['delivered', 'parked or lost', 'waiting']}
            />
          )}
          {value.replays.length > 0 && (
            <p class="sub">
              {counted(value.replays.length)} {value.replays.length === 1 ? 'range is' : 'ranges are'} being sent once more.
            </p>
          )}
          {value.next && <p class="sub">There was no time for what came after {shown(Date.parse(value.next), zone, 0)}.</p>}
        </>
      )}
    </section>
  );
}

const AGAIN = 10_000;

/** Looks again while somebody looks. */
function useEvery(again: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && again(), AGAIN);
    return () => clearInterval(timer);
  }, [again]);
}

const line = (name: string) => harmless(name).slice(0, 80);

/** The hours of a day at least, also those in which nothing happened. */
function day(hours: Account['hours']): Account['hours'] {
  if (hours.length === 0) return [];
  const known = new Map(hours.map((one) => [Date.parse(one.hour), one]));
  const last = Math.max(...known.keys());
  const first = Math.min(last - 23 * HOUR, ...known.keys());
  return Array.from({ length: (last - first) / HOUR + 1 }, (_, i) => {
    const at = first + i * HOUR;
    return known.get(at) ?? { hour: rfc3339(at), stored: 0, delivered: 0, excluded: 0, parked: 0, waiting: 0, lost: {} };
  });
}

interface Refused {
  id: string;
  reason: string;
  detail: string;
  uid: string | null;
  bytes: number;
}

function Parked() {
  const [day, setDay] = useState(rfc3339(Date.now()).slice(0, 10));
  const parked = useLoaded(`parked ${day}`, (signal) => getJson<{ parked: Refused[] }>(`/v1/parked?day=${day}&limit=100`, signal));
  const list = parked.value?.parked ?? [];
  return (
    <section>
      <div class="bar">
        <h2>Parked</h2>
        <label class="inline">
          Day (UTC){' '}
          <input type="date" value={day} onChange={(event) => setDay((event.currentTarget as HTMLInputElement).value || day)} />
        </label>
      </div>
      <p class="sub">What could be no event, and what a SIEM refused: kept whole, with the reason.</p>
      {parked.failed && <Failed error={parked.failed} again={parked.again} what="What was parked could not be read" />}
      {!parked.value && !parked.failed && <Loading />}
      {parked.value && list.length === 0 && <Empty title="Nothing was parked on this day" />}
      <ol class="parked">
        {list.map((one) => (
          <OneParked key={one.id} day={day} one={one} />
        ))}
      </ol>
      {list.length === 100 && <p class="sub">These are 100 of them; there may be more.</p>}
    </section>
  );
}

function OneParked({ day, one }: { day: string; one: Refused }) {
  const path = `/v1/parked/${day}/${encoded(one.id)}`;
  const [text, setText] = useState<string | undefined>();
  const [said, setSaid] = useState('');
  const attempt = async (act: () => Promise<void>) => {
    setSaid('');
    try {
      await act();
    } catch (e) {
      setSaid(harmless((e as Error).message));
    }
  };
  const show = () =>
    attempt(async () => {
      const whole = JSON.parse(await get(path)) as { text?: string; base64?: string };
      setText(text === undefined ? (whole.text ?? whole.base64 ?? '') : undefined);
    });
  const retry = () =>
    attempt(async () => {
      const { outcome, sink, detail } = await post<{ outcome: string; sink?: string; detail?: string }>(`${path}/retry`);
      setSaid(outcome === 'asked' ? `It is sent to ${harmless(sink ?? '')} once more.` : outcome === 'refused' ? `Refused again: ${harmless(detail ?? '')}` : `It is ${outcome}.`);
    });
  return (
    <li>
      <div class="bar">
        <span class="count">
          <strong>
            <Said text={one.reason} most={60} />
          </strong>{' '}
          <Said text={one.detail} most={400} /> <small>{bytes(one.bytes)}</small>
        </span>
        <button type="button" class="quiet" aria-expanded={text !== undefined} onClick={show}>
          Bytes
        </button>
        <button type="button" onClick={retry}>
          Try again
        </button>
      </div>
      {said && (
        <p class="sub" role="status">
          {said}
        </p>
      )}
      {text !== undefined && (
        <pre class="json" tabIndex={0} aria-label="What was parked">
          {harmless(text.slice(0, 200_000))}
        </pre>
      )}
    </li>
  );
}
