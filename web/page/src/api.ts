// What the vault is asked. Every wait has an end, and every refusal its words.

const KEPT = 'tapevault.token';
const PATIENCE = 60_000;
const BUSY_TIMES = 3;

/** The vault's own words for what it did not do, or ours where nobody answered. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** It is being made; ask again after so many seconds, there where the vault says so. */
export class NotYet extends Error {
  constructor(
    readonly after: number,
    readonly where: string | null,
  ) {
    super('It is being prepared.');
  }
}

export interface About {
  local: boolean;
  name: string;
}

// `tapevault ui` gives its key with the address; from there on it is in this tab alone.
const key = /^#key=([0-9a-f]+)$/.exec(location.hash)?.[1];
if (key) {
  sessionStorage.setItem(KEPT, key);
  history.replaceState(null, '', location.pathname);
}

let kept = sessionStorage.getItem(KEPT) ?? '';
let asksForToken: () => void = () => {};

export function onToken(asks: () => void): void {
  asksForToken = asks;
}

export function useToken(given: string): void {
  kept = given;
  sessionStorage.setItem(KEPT, given);
}

export async function about(): Promise<About> {
  return (await (await send('/about.json')).json()) as About;
}

/** The answer as text. */
export async function get(path: string, signal?: AbortSignal): Promise<string> {
  return (await ask(path, { signal })).text();
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return JSON.parse(await get(path, signal)) as T;
}

export async function post<T>(path: string, body?: unknown): Promise<T> {
  const sent = body === undefined || typeof body === 'string' ? (body as string | undefined) : JSON.stringify(body);
  const answer = await ask(path, { method: 'POST', body: sent, headers: { 'content-type': 'application/json' } });
  return JSON.parse(await answer.text()) as T;
}

/** A picture, as an address of this page's own; it runs no script, wherever it is shown. */
export async function pictured(path: string, signal: AbortSignal): Promise<string> {
  const answer = await ask(path, { signal });
  return URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: 'image/svg+xml' }));
}

/** A request whose answer is a success; a vault that is busy is asked again. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  for (let time = 0; ; time++) {
    const answer = await send(path, init);
    if (answer.status === 202 && (init.method ?? 'GET') === 'GET') throw new NotYet(seconds(answer) ?? 2, answer.headers.get('location'));
    if (answer.ok) return answer;
    const refused = await problem(answer);
    if (refused.type === 'no-token') asksForToken();
    if (answer.status !== 503 || time === BUSY_TIMES || (init.method ?? 'GET') !== 'GET') throw refused;
    await pause(Math.min(seconds(answer) ?? 1, 5) * 1000, init.signal);
  }
}

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (kept && path.startsWith('/v1/')) headers.set('authorization', `Bearer ${kept}`);
  const late = AbortSignal.timeout(PATIENCE);
  const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
  try {
    return await fetch(path, { ...init, headers, signal, cache: 'no-store', redirect: 'follow' });
  } catch (e) {
    if (init.signal?.aborted) throw e;
    throw late.aborted
      ? new Refused(0, 'silent', `The vault has not answered for ${PATIENCE / 1000} seconds.`)
      : new Refused(0, 'nobody', 'The vault does not answer. Is it still running? Start it, and try again.');
  }
}

function seconds(answer: Response): number | undefined {
  const said = Number(answer.headers.get('retry-after') ?? NaN);
  return Number.isFinite(said) ? Math.max(1, said) : undefined;
}

async function problem(answer: Response): Promise<Refused> {
  const text = await answer.text().catch(() => '');
  try {
    const said = JSON.parse(text) as { type?: string; detail?: string; title?: string };
    const type = String(said.type ?? '').replace('urn:tapevault:problem:', '');
    return new Refused(answer.status, type, String(said.detail ?? said.title ?? `status ${answer.status}`));
  } catch {
    return new Refused(answer.status, 'odd', `The answer was ${answer.status}, and not the vault's.`);
  }
}

export function pause(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((done, failed) => {
    const end = setTimeout(done, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(end);
      failed(signal.reason as Error);
    });
  });
}

/** For a segment of a path, or a value in a query. */
export const encoded = encodeURIComponent;

/** What the auditor gave, for those who ask by themselves; else nothing. */
export const token = () => kept;
