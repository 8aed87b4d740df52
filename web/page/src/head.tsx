// Of one session: who, where, how long, and what may be taken along.
import { encoded } from './api.ts';
import type { Known } from './session.tsx';
import { DownloadMenu, ShareMenu } from './share.tsx';
import { StateBadge, type Shown } from './state.tsx';
import { Fact, Said, bytes } from './text.tsx';
import { clock, lasting, shown, type Zone } from './time.ts';

export function Head({ session, state, zone, at, plays }: { session: Known; state: Shown | undefined; zone: Zone; at: number; plays: boolean }) {
  const content = session.recording?.content;
  const start = Date.parse(session.start ?? content?.start ?? '');
  const end = Date.parse(session.end ?? '');
  const user = session.user || content?.user || session.first;
  const others = session.other_recordings ?? [];
  return (
    <header class="head">
      <div class="bar">
        <h1>
          <Said text={user} most={100} />
          {(session.login || content?.login) && (
            <>
              {' as '}
              <Said text={session.login || content?.login} most={60} />
            </>
          )}
          {(session.server || content?.server) && (
            <>
              {' on '}
              <Said text={session.server || content?.server} most={100} />
            </>
          )}
        </h1>
        {state && <StateBadge shown={state} />}
        {session.recording && <DownloadMenu sid={session.sid} plays={plays} />}
        {plays && <ShareMenu sid={session.sid} at={at} zone={zone} />}
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
            {plays && content?.duration_ms !== undefined && `${clock(content.duration_ms / 1000)}, `}
            {bytes(session.recording.size)}
            {content?.format && `, ${content.format}`}
          </Fact>
        )}
        <Fact name="Session">
          <code>
            <Said text={session.first} most={130} />
          </code>
        </Fact>
        {others.length > 0 && (
          <Fact name="Recordings that came">
            {[session.first, ...others.map((one) => one.sid)].map((sid, i) => (
              <span key={sid}>
                {i > 0 && ', '}
                <a href={`/sessions/${encoded(sid)}`} aria-current={sid === session.sid ? 'true' : undefined}>
                  {i === 0 ? 'the first' : `another, ${bytes(others[i - 1]!.size)}`}
                </a>
              </span>
            ))}
          </Fact>
        )}
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
