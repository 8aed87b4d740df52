// What came from somebody else's machine is text: characters that would act are seen instead.
import type { ComponentChildren } from 'preact';

// Controls, changes of direction, what is invisible (but for what joins pictures), halves of characters.
const ACTING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|(?<![\p{Extended_Pictographic}\ufe0f])\u200d|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** The same text, in which nothing acts: `\u202e` is spelled. */
export function harmless(text: string): string {
  // Nearly every text, and there are very many.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(ACTING, (one) => {
    const code = one.codePointAt(0)!;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const LONG = 2_000;

/** One line of it, cut where nobody reads on. */
export function line(text: string, most = 300): string {
  const some = text.length > most ? text.slice(0, most) + '…' : text;
  return harmless(some.replace(/[\r\n\t]+/g, ' ↵ '));
}

/** Somebody's text within ours. */
export function Said({ text, most = LONG }: { text: string | undefined | null; most?: number }) {
  return <bdi>{line(text ?? '', most)}</bdi>;
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let at = 0;
  while (n >= 1000 && at < units.length - 1) {
    n /= 1000;
    at++;
  }
  return `${at === 0 ? n : n.toFixed(n < 10 ? 1 : 0)} ${units[at]}`;
}

export const counted = (n: number) => n.toLocaleString('en').replace(/,/g, '\u2009');
