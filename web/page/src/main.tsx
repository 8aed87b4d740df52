// The page: its frame, and the view that the address names.
import { render } from 'preact';
import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useLayoutEffect, useState } from 'preact/hooks';
import { about, encoded, get, onToken, useToken, type About } from './api.ts';
import { Delivery } from './delivery.tsx';
import { Events } from './events.tsx';
import { elements, member, read } from './json.ts';
import { Failed, Loading, useLoaded } from './loaded.tsx';
import { Nodes } from './nodes.tsx';
import { takeLinks, usePlace, go, type Place } from './router.ts';
import { Sessions } from './sessions.tsx';
import { Start } from './start.tsx';
import type { Zone } from './time.ts';
import './style.css';

const ZONE = 'tapevault.zone';
const VIEWS: [string, string][] = [
  ['/events', 'Events'],
  ['/sessions', 'Sessions'],
  ['/delivery', 'Delivery'],
  ['/nodes', 'Nodes'],
];

function Page() {
  const place = usePlace();
  const [zone, setZone] = useState<Zone>(localStorage.getItem(ZONE) === 'local' ? 'local' : 'utc');
  const [asksToken, setAsksToken] = useState(false);
  const vault = useLoaded('about', about);
  useEffect(() => onToken(() => setAsksToken(true)), []);
  const view = VIEWS.find(([path]) => place.path.startsWith(path));
  useEffect(() => {
    document.title = view ? `${view[1]} · Tapevault` : 'Tapevault';
  }, [view]);
  // It takes more room.
  useLayoutEffect(() => void document.documentElement.classList.toggle('zone-local', zone === 'local'), [zone]);
  const turn = () => {
    const next = zone === 'utc' ? 'local' : 'utc';
    localStorage.setItem(ZONE, next);
    setZone(next);
  };
  return (
    <>
      <header class="top">
        <a class="brand" href="/">
          Tapevault
        </a>
        <nav aria-label="Views">
          {VIEWS.map(([path, name]) => (
            <a key={path} href={path} aria-current={view?.[0] === path ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <span class="vault">{vault.value?.name}</span>
        <button type="button" class="quiet" onClick={turn} title="UTC or the time of this machine">
          {zone === 'utc' ? 'UTC' : 'Local time'}
        </button>
      </header>
      {asksToken ? (
        <AskToken />
      ) : vault.failed ? (
        <main>
          <Failed error={vault.failed} again={vault.again} what="The vault cannot be reached" />
        </main>
      ) : (
        vault.value && <Sound place={place} zone={zone} vault={vault.value} />
      )}
    </>
  );
}

/** What goes wrong in a view is said, and never a page of nothing. */
function Sound(props: ViewProps & { vault: About }) {
  const [error, forget] = useErrorBoundary();
  useEffect(forget, [props.place]);
  return error ? <main>{<Failed error={error as Error} what="This cannot be shown" />}</main> : <View {...props} />;
}

function View({ place, zone, vault }: { place: Place; zone: Zone; vault: About }) {
  if (place.path === '/') return <First vault={vault} />;
  if (place.path.startsWith('/events')) return <Events place={place} zone={zone} local={vault.local} />;
  if (place.path.startsWith('/start')) return <Start vault={vault} />;
  if (place.path.startsWith('/sessions/')) return <Later key={place.path} place={place} zone={zone} />;
  if (place.path.startsWith('/sessions')) return <Sessions place={place} zone={zone} />;
  if (place.path.startsWith('/delivery')) return <Delivery zone={zone} />;
  return <Nodes zone={zone} />;
}

interface ViewProps {
  place: Place;
  zone: Zone;
}

/** The player is got by whoever opens a session, and by nobody else. */
function Later(props: ViewProps) {
  const [failed, setFailed] = useState<Error | undefined>();
  const [View, setView] = useState<{ it: ComponentType<ViewProps> } | undefined>();
  useEffect(() => {
    import('./session.tsx').then(({ Session }) => setView({ it: Session }), setFailed);
  }, []);
  if (failed) return <main>{<Failed error={failed} what="The player could not be loaded" />}</main>;
  return View ? <View.it {...props} /> : <main>{<Loading />}</main>;
}

/** Whoever comes to a vault in which nothing is yet learns what it is. */
function First({ vault }: { vault: About }) {
  const one = useLoaded('first', (signal) => get(`/v1/events?limit=1&where=${encoded('!equals(event,"audit.search")')}`, signal));
  const some = one.value !== undefined && elements(member(read(one.value), 'events')).length > 0;
  useEffect(() => {
    if (some || one.failed) go('/events', true);
  }, [some, one.failed]);
  return one.value !== undefined && !some ? <Start vault={vault} /> : <main>{!one.failed && <Loading />}</main>;
}

function AskToken() {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('token') as HTMLInputElement;
    useToken(input.value.trim());
    location.reload();
  };
  return (
    <main class="start">
      <h1>This vault asks for its token</h1>
      <form class="asking" onSubmit={submit}>
        <label class="wide">
          <span>What is in its token file</span>
          <input name="token" type="password" autocomplete="off" autofocus required />
        </label>
        <button type="submit" class="main">
          Go on
        </button>
      </form>
      <p class="sub">It is kept until this tab is closed, and sent to this vault alone.</p>
    </main>
  );
}

takeLinks();
render(<Page />, document.getElementById('page')!);
