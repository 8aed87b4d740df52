// All that a search finds, as a file: the vault writes it. Only what no parameter of the vault's can
// say is looked for here.
import { ask, NotYet, pause } from './api.ts';
import { csvHead, csvRow, oneLine } from './csv.ts';
import { whole } from './feed.ts';
import { member, plain, read } from './json.ts';
import { fits, looksItself, query, type Question, type Range } from './question.ts';
import { address } from './router.ts';

export type Format = 'csv' | 'ndjson';

/** Where the vault writes it. */
export function exportPath(question: Question, asked: Range, format: Format): string {
  return address(`/v1/events.${format}`, [...query(question, asked), ['order', question.order]]);
}

/** Hands it out as one file; a browser keeps what is large on its disk. */
export async function exported(question: Question, asked: Range, format: Format, signal: AbortSignal, told: (bytes: number) => void): Promise<Blob> {
  const itself = looksItself(question);
  const answer = await made(exportPath(question, asked, itself ? 'ndjson' : format), signal);
  const part = itself ? await chosen(answer, question, format, signal) : await answer.blob();
  told(part.size);
  return new Blob(itself && format === 'csv' ? [csvHead(), part] : [part], { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' });
}

// On AWS what is large is made first.
async function made(path: string, signal: AbortSignal): Promise<Response> {
  for (let there = path; ; ) {
    try {
      return await ask(there, { signal });
    } catch (e) {
      if (!(e instanceof NotYet)) throw e;
      await pause(e.after * 1000, signal);
      const { pathname, search } = new URL(e.where ?? there, new URL(there, location.href));
      there = pathname + search;
    }
  }
}

async function chosen(answer: Response, question: Question, format: Format, signal: AbortSignal): Promise<Blob> {
  const parts: BlobPart[] = [];
  for await (const line of lines(answer)) {
    const said = read(line);
    const pointer = member(said, 'event') ? undefined : member(said, 'too_large');
    const event = await whole({ event: said, large: pointer && { href: plain(member(pointer, 'href')), characters: '' } }, signal);
    if (fits(event, question)) parts.push(format === 'csv' ? csvRow(event) : `${oneLine(event)}\n`);
  }
  return new Blob(parts);
}

async function* lines(answer: Response): AsyncGenerator<string> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let got = await reader.read(); !got.done; got = await reader.read()) {
    const pieces = (rest + got.value).split('\n');
    rest = pieces.pop()!;
    yield* pieces.filter((one) => one !== '');
  }
  if (rest) yield rest;
}

/** Hands a file to the browser. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
