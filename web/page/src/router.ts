// Where the auditor is: the address bar, and nothing beside it.
import { useEffect, useState } from 'preact/hooks';

const MOVED = 'tapevault:moved';

export interface Place {
  path: string;
  query: URLSearchParams;
  hash: URLSearchParams;
}

function here(): Place {
  return {
    path: location.pathname,
    query: new URLSearchParams(location.search),
    hash: new URLSearchParams(location.hash.slice(1)),
  };
}

export function go(address: string, replace = false): void {
  if (address === location.pathname + location.search + location.hash) return;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event(MOVED));
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const moved = () => setPlace(here());
    const kinds = ['popstate', 'hashchange', MOVED];
    kinds.forEach((kind) => addEventListener(kind, moved));
    return () => kinds.forEach((kind) => removeEventListener(kind, moved));
  }, []);
  return place;
}

/** Links that lead to another view change the address, and load nothing. */
export function takeLinks(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || to.pathname.startsWith('/v1/')) return;
    event.preventDefault();
    go(to.pathname + to.search + to.hash);
  });
}

/** The address of a view with a query; what is empty is left out. */
export function address(path: string, query: Iterable<[string, string]>): string {
  const some = new URLSearchParams([...query].filter(([, value]) => value !== ''));
  return some.size === 0 ? path : `${path}?${some}`;
}
