// Events as CSV, as the vault writes it itself: only where this page looks for them.
import { member, plain, type Written } from './json.ts';

const COLUMNS = ['time', 'event', 'code', 'user', 'login', 'server_hostname', 'sid', 'uid'];

export const csvHead = () => csv([...COLUMNS, 'json']);

/** Between its tokens JSON may have line breaks, within them never. */
export const oneLine = (event: Written) => event.raw.replace(/[\r\n]+/g, ' ');

export function csvRow(event: Written): string {
  return csv([...COLUMNS.map((name) => cell(member(event, name))), oneLine(event)]);
}

// A spreadsheet computes what begins so; a number computes to itself.
function cell(value: Written | undefined): string {
  const text = plain(value);
  return /^[=+\-@\t\r\n']/.test(text) && !/^-\d{1,30}(\.\d{1,30})?$/.test(text) ? `'${text}` : text;
}

function csv(cells: string[]): string {
  return cells.map((one) => (/[",\r\n]|^ |[ \t]$/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(',') + '\n';
}
