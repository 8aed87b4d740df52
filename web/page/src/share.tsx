// What may leave the page: files, and a link for somebody without an account.
import { useState } from 'preact/hooks';
import { ask, encoded, getJson, post, token } from './api.ts';
import { save } from './export.ts';
import { Menu } from './menus.tsx';
import { Said, harmless } from './text.tsx';
import { shown, type Zone } from './time.ts';

const FORMS: [string, string, boolean][] = [
  ['.cast', 'asciicast, for a player', true],
  ['.txt', 'transcript as text', true],
  ['.json', 'transcript with moments', true],
  ['.html', 'one page that plays alone', true],
  ['', 'the original bytes', false],
];

export function DownloadMenu({ sid, plays }: { sid: string; plays: boolean }) {
  const [said, setSaid] = useState('');
  // A link carries no token: what asks for one comes by way of the page.
  const bring = async (event: Event, path: string, name: string) => {
    if (!token()) return;
    event.preventDefault();
    setSaid('Downloading …');
    try {
      save(await (await ask(path)).blob(), name);
      setSaid('');
    } catch (e) {
      setSaid(harmless((e as Error).message));
    }
  };
  return (
    <Menu label="Download">
      <ul>
        {FORMS.filter(([, , terminal]) => plays || !terminal).map(([form, what]) => {
          const path = `/v1/sessions/${encoded(sid)}/recording${form}`;
          const name = `${sid.replace(/[^\w.-]/g, '_')}${form || '.tar'}`;
          return (
            <li key={form}>
              <a href={path} download={name} onClick={(event) => bring(event, path, name)}>
                {form || 'Original'}
              </a>
              <span class="sub">{what}</span>
            </li>
          );
        })}
      </ul>
      <p class="sub" role="status">
        {said || 'Who downloads is in the log.'}
      </p>
    </Menu>
  );
}

interface Share {
  id: string;
  state: string;
  expires: string;
  created: { by: string; reason: string };
}

export function ShareMenu({ sid, at, zone }: { sid: string; at: number; zone: Zone }) {
  const base = `/v1/sessions/${encoded(sid)}/shares`;
  const [url, setUrl] = useState('');
  const [said, setSaid] = useState('');
  const [shares, setShares] = useState<Share[]>([]);
  const [working, setWorking] = useState(false);
  const attempt = async (act: () => Promise<unknown>) => {
    setWorking(true);
    setSaid('');
    try {
      await act();
      setShares((await getJson<{ shares: Share[] }>(base)).shares.filter((one) => one.state === 'open'));
    } catch (e) {
      setSaid(harmless((e as Error).message));
    }
    setWorking(false);
  };
  const typed = (event: SubmitEvent, name: string) => String(new FormData(event.currentTarget as HTMLFormElement).get(name) ?? '').trim();
  const share = (event: SubmitEvent) => {
    event.preventDefault();
    const asked = { reason: typed(event, 'reason'), by: typed(event, 'by'), expires_in: typed(event, 'expires_in') };
    attempt(async () => {
      const made = await post<{ url: string }>(base, asked);
      setUrl(at > 0 ? `${made.url}#t=${Math.floor(at)}` : made.url);
    });
  };
  return (
    <Menu label="Share" opened={() => attempt(async () => {})}>
      <form class="stack" onSubmit={share}>
        <label>
          <span>Why</span>
          <input name="reason" required maxLength={1000} />
        </label>
        <label>
          <span>Your name</span>
          <input name="by" required maxLength={200} autocomplete="name" />
        </label>
        <label>
          <span>For how long</span>
          <select name="expires_in">
            <option value="24h">a day</option>
            <option value="7d">7 days</option>
            <option value="30d">30 days</option>
          </select>
        </label>
        <button type="submit" class="main" disabled={working}>
          Make a link
        </button>
      </form>
      {url && (
        <p>
          <label>
            <span class="sub">Whoever has this link sees this recording, without an account:</span>
            <input readOnly value={url} onFocus={(event) => (event.currentTarget as HTMLInputElement).select()} />
          </label>
        </p>
      )}
      <ul>
        {shares.map((one) => (
          <li key={one.id}>
            <span class="sub">
              by <Said text={one.created.by} most={60} />, until {shown(Date.parse(one.expires), zone, 0)}
            </span>
            <button type="button" disabled={working} onClick={() => attempt(() => post(`${base}/${encoded(one.id)}/revoke`, { reason: 'taken back in the page', by: one.created.by }))}>
              Revoke
            </button>
          </li>
        ))}
      </ul>
      <p role="status" class="sub">
        {said}
      </p>
    </Menu>
  );
}
