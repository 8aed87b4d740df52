// One event, whole: every value with the characters that it came with.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { whole, type Row } from './feed.ts';
import { indented, member, plain, type Written } from './json.ts';
import { Failed, Loading, useLoaded } from './loaded.tsx';
import type { Chip } from './question.ts';
import { Said, counted, harmless } from './text.tsx';
import { shown, type Zone } from './time.ts';

interface Props {
  row: Row;
  zone: Zone;
  close: () => void;
  narrow: (chip: Chip) => void;
}

// As much as a browser lays out at once.
const MOST_SHOWN = 200_000;

export function Detail({ row, zone, close, narrow }: Props) {
  const event = useLoaded(row.id + (row.large?.href ?? ''), (signal) => whole(row, signal));
  const heading = useRef<HTMLHeadingElement>(null);
  // Before it is seen: a key that is pressed at once is for it.
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), [row.id]);
  const sid = plain(member(row.event, 'sid')) || plain(member(row.event, 'session_id'));
  return (
    <aside class="detail" aria-labelledby="detail" onKeyDown={(e) => e.key === 'Escape' && close()}>
      <header>
        <h2 id="detail" ref={heading} tabIndex={-1}>
          <Said text={plain(member(row.event, 'event')) || 'an event'} most={120} />
        </h2>
        <button type="button" class="quiet" aria-label="Close (Esc)" onClick={close}>
          ✕
        </button>
      </header>
      <p class="sub">
        {shown(row.time, zone)}
        {sid && (
          <>
            {' · '}
            <a href={`/sessions/${encodeURIComponent(sid)}${Number.isNaN(row.time) ? '' : `#at=${row.time}`}`}>its session</a>
          </>
        )}
      </p>
      {event.failed && <Failed error={event.failed} again={event.again} what="This event could not be read" />}
      {!event.value && !event.failed && <Loading />}
      {event.value && <Whole event={event.value} narrow={narrow} />}
    </aside>
  );
}

function Whole({ event, narrow }: { event: Written; narrow: (chip: Chip) => void }) {
  const [copied, setCopied] = useState('');
  const [all, setAll] = useState(false);
  const text = indented(event);
  const cut = !all && text.length > MOST_SHOWN;
  const copy = () =>
    navigator.clipboard.writeText(event.raw).then(
      () => setCopied('Copied'),
      () => setCopied('The browser did not let us copy'),
    );
  return (
    <>
      <div class="members" role="list" aria-label="Members">
        {members(event).map(([path, value]) => (
          <div class="member" role="listitem" key={path}>
            <span class="name">
              <Said text={path} most={100} />
            </span>
            <span class={`value ${value.kind}`}>
              <Said text={value.kind === 'text' ? value.text : value.raw} most={400} />
            </span>
            <span class="acts">
              <button type="button" aria-label={`Only these: ${harmless(path)}`} title="Only these" onClick={() => narrow({ not: false, path, raw: value.raw })}>
                =
              </button>
              <button type="button" aria-label={`Not these: ${harmless(path)}`} title="Not these" onClick={() => narrow({ not: true, path, raw: value.raw })}>
                ≠
              </button>
            </span>
          </div>
        ))}
      </div>
      <div class="bar">
        <h3>JSON</h3>
        <span role="status">{copied}</span>
        <button type="button" onClick={copy}>
          Copy
        </button>
      </div>
      <pre class="json" tabIndex={0} aria-label="The event as JSON">
        {harmless(cut ? text.slice(0, MOST_SHOWN) : text)}
      </pre>
      {cut && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {counted(text.length)} characters
        </button>
      )}
    </>
  );
}

const MOST_MEMBERS = 200;

/** What can be chosen: values that are not made of others, by their paths. */
function members(of: Written, path = ''): [string, Written][] {
  if (of.kind !== 'object') return [];
  return of.members
    .flatMap(([name, value]): [string, Written][] => {
      const here = path ? `${path}.${name}` : name;
      if (value.kind === 'object' && value.members.length > 0) return members(value, here);
      return [[here, value]];
    })
    .slice(0, MOST_MEMBERS);
}
