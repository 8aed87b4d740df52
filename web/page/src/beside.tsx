// What stands beside a recording, in step with it: what was read on the screen, and what happened.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { lastAt, type Line, type Lines } from './cast.ts';
import type { Row } from './feed.ts';
import { indented, member, plain } from './json.ts';
import { failedOne, what } from './known.ts';
import { NotYet, Refused } from './api.ts';
import { Failed, Loading, useLoaded } from './loaded.tsx';
import { Rows } from './rows.tsx';
import { Said, counted, harmless } from './text.tsx';
import { clock, shown, type Zone } from './time.ts';

export interface TranscriptProps {
  lines: Line[] | undefined;
  /** Where only a part of it is read: from when to when. */
  around: { from: number; to: number } | undefined;
  /** Looks through all of it, where only a part is read. */
  search: ((words: string, signal: AbortSignal) => Promise<Lines>) | undefined;
  failed: Error | undefined;
  at: number;
  go: (to: number) => void;
  find: string;
}

export function Transcript({ lines, around, search, failed, at, go, find }: TranscriptProps) {
  const [wanted, setWanted] = useState(find);
  const [asked, setAsked] = useState('');
  const [hit, setHit] = useState(-1);
  const times = useMemo(() => (lines ?? []).map((one) => one.at), [lines]);
  const far = useLoaded(`find ${asked}`, async (signal) => (asked ? search?.(asked, signal) : undefined));
  const near = useMemo(() => found(search ? [] : (lines ?? []), wanted), [!search, lines, wanted]);
  const hits = (search ? far.value?.lines : near) ?? [];
  const here = lastAt(times, at);

  const jump = (step: number) => {
    if (hits.length === 0) return;
    const first = Math.max(0, hits.findIndex((one) => one.at >= at));
    const next = hit < 0 ? first : (hit + step + hits.length) % hits.length;
    setHit(next);
    go(hits[next]!.at);
  };
  useEffect(() => {
    if (far.value) jump(1);
  }, [far.value]);

  if (failed instanceof NotYet) return <Loading what="The transcript is being made …" />;
  if (failed instanceof Refused && failed.status === 404) return <p class="sub">This vault has no transcript of it.</p>;
  if (failed) return <Failed error={failed} what="The transcript could not be read" />;
  if (!lines) return <Loading />;
  if (lines.length === 0 && !around) return <p class="sub">Nothing stood on its screen.</p>;

  const looksFor = search ? asked : wanted;
  const looks = asked !== '' && !far.value && !far.failed;
  const figure = `${counted(hits.length)}${far.value?.more ? ' and more' : ''}`;
  return (
    <>
      <form
        class="bar find"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const next = plainly(wanted);
          if (!search || next === asked) return jump(1);
          setAsked(next);
          setHit(-1);
        }}
      >
        <input
          type="search"
          aria-label="Find in this transcript"
          placeholder="Find"
          value={wanted}
          onInput={(event) => {
            setWanted((event.currentTarget as HTMLInputElement).value);
            setAsked('');
            setHit(-1);
          }}
        />
        <span role="status" class="sub">
          {looks ? 'looking …' : looksFor && !far.failed && (hits.length === 0 ? 'not found' : `${hit < 0 ? '' : `${hit + 1} of `}${figure}`)}
        </span>
        <button type="button" class="quiet" aria-label="Hit before" onClick={() => jump(-1)}>
          ↑
        </button>
        <button type="submit" class="quiet" aria-label="Next hit">
          ↓
        </button>
      </form>
      {around && (
        <p class="sub">
          The lines of {clock(around.from)} to {clock(around.to)}: it is long, so they are read where it plays. Enter finds in all of it.
        </p>
      )}
      {far.failed && <Failed error={far.failed} again={far.again} what="It could not be looked through" />}
      <Rows
        rows={lines}
        height={22}
        label="Transcript"
        columns={
          <>
            <span role="columnheader">At</span>
            <span role="columnheader">Line</span>
          </>
        }
        chosen={here}
        follow={here}
        choose={() => {}}
        open={(index) => go(lines[index]!.at)}
        nearEnd={() => {}}
        cells={(one) => (
          <>
            <span role="gridcell" class="time">
              {clock(one.at)}
            </span>
            <span role="gridcell" class="line">
              <Marked text={one.text} wanted={wanted} />
            </span>
          </>
        )}
      />
    </>
  );
}

const plainly = (wanted: string) => wanted.toLowerCase().replaceAll('"', ' ').trim();

/** Lines in which all words stand, as they do for a search of all transcripts. */
function found(lines: Line[], wanted: string): Line[] {
  const words = plainly(wanted).split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  return lines.filter((one) => {
    const text = one.text.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const AHEAD = 24;

function Marked({ text, wanted }: { text: string; wanted: string }) {
  const word = plainly(wanted).split(/\s+/)[0] ?? '';
  const at = word ? text.toLowerCase().indexOf(word) : -1;
  if (at < 0) return <bdi>{harmless(text)}</bdi>;
  // Of a line that is wider than its column, the hit is what is to be seen.
  const from = at > AHEAD ? at - AHEAD / 2 : 0;
  return (
    <bdi>
      {from > 0 && '…'}
      {harmless(text.slice(from, at))}
      <mark>{harmless(text.slice(at, at + word.length))}</mark>
      {harmless(text.slice(at + word.length))}
    </bdi>
  );
}

interface EventsProps {
  rows: Row[] | undefined;
  failed: Error | undefined;
  more: boolean;
  since: number;
  until: number;
  at: number;
  go: (to: number) => void;
  zone: Zone;
}

export function EventList({ rows, failed, more, since, until, at, go, zone }: EventsProps) {
  const [open, setOpen] = useState<Row | undefined>();
  useEffect(() => setOpen(undefined), [rows]);
  if (failed) return <Failed error={failed} what="Its events could not be read" />;
  if (!rows) return <Loading />;
  if (rows.length === 0) return <p class="sub">No event of it is here.</p>;
  // When something was received says nothing of when it was.
  const offset = (row: Row) => (row.received ? NaN : (row.time - since) / 1000);
  const within = (row: Row) => offset(row) >= 0 && offset(row) <= until + 0.5;
  const here = rows.findLastIndex((row) => within(row) && offset(row) <= at + 0.001);
  return (
    <ol class="happened">
      {rows.map((row, i) => (
        <li key={row.id} class={i === here ? 'here' : undefined}>
          <button type="button" class="quiet time" title={shown(row.time, zone) + (within(row) ? ': go there' : until >= 0 && offset(row) > until ? ': after the end of the recording' : '')} disabled={!within(row)} onClick={() => go(offset(row))}>
            {Number.isNaN(offset(row)) ? '—' : offset(row) < 0 ? `−${clock(-offset(row))}` : clock(offset(row))}
          </button>
          <button type="button" class="quiet text" aria-expanded={open === row} onClick={() => setOpen(open === row ? undefined : row)}>
            <strong class={failedOne(row.event) ? 'failed' : undefined}>
              <Said text={plain(member(row.event, 'event'))} most={80} />
            </strong>{' '}
            <Said text={what(row.event)} most={120} />
          </button>
          {open === row && (
            <pre class="json" tabIndex={0} aria-label="The event as JSON">
              {harmless(indented(row.event).slice(0, 200_000))}
            </pre>
          )}
        </li>
      ))}
      {more && <li class="sub">There are more: these are the first {counted(rows.length)}.</li>}
    </ol>
  );
}
