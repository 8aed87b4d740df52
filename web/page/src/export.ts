// All that was found, as a file.
import { get } from './api.ts';
import { csvHead, csvRow, oneLine } from './csv.ts';
import { path, rows, whole, type Range } from './feed.ts';
import { member, plain, read } from './json.ts';
import { fits, type Question } from './question.ts';

const PAGE = 2_000;
/** The browser holds it until it is saved. */
export const MOST_BYTES = 500_000_000;

export type Format = 'csv' | 'ndjson';

export interface Progress {
  written: number;
  looked: number;
}

/** Reads everything that there is, and hands it out in pieces; what is too much for a browser is an error. */
export async function exported(
  question: Question,
  asked: Range,
  format: Format,
  signal: AbortSignal,
  told: (progress: Progress) => void,
): Promise<Blob> {
  const parts: string[] = format === 'csv' ? [csvHead()] : [];
  const progress = { written: 0, looked: 0 };
  let size = 0;
  let cursor = '';
  do {
    const page = read(await get(path({ ...question, order: 'asc' }, asked, PAGE, cursor), signal));
    for (const row of rows(page)) {
      progress.looked++;
      const event = await whole(row, signal);
      if (!fits(event, question)) continue;
      const part = format === 'csv' ? csvRow(event) : `${oneLine(event)}\n`;
      size += part.length;
      if (size > MOST_BYTES) throw new Error('It is more than this page can hold: ask for less, or use “tapevault events export”.');
      parts.push(part);
      progress.written++;
    }
    cursor = plain(member(page, 'cursor'));
    told({ ...progress });
  } while (cursor);
  return new Blob(parts, { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' });
}

/** Hands a file to the browser. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
