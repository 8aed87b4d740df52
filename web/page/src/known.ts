// What events mean to people: where something happened, and what it was.
import { member, plain, type Written } from './json.ts';

const WHERE = ['server_hostname', 'kubernetes_cluster', 'db_service', 'app_name', 'desktop_name', 'node', 'sink', 'cluster_name'];
const WHAT = [
  'db_query', 'command', 'program', 'path', 'reason', 'error', 'message', 'detail', 'request_path', 'url', 'name', 'login', 'method', 'q', 'what',
];

export const first = (event: Written, names: string[]) =>
  names.map((name) => plain(member(event, name))).find((text) => text !== '') ?? '';

export const where = (event: Written) => first(event, WHERE);

export function what(event: Written): string {
  const type = plain(member(event, 'event'));
  const failed = plain(member(event, 'success')) === 'false' ? 'failed: ' : '';
  if (type === 'session.start') return `${plain(member(event, 'login'))} begins`.trim();
  return (failed + first(event, WHAT)).replace(/: $/, '');
}

export const failedOne = (event: Written) =>
  plain(member(event, 'success')) === 'false' || /\.(failed|rejected|failure)$/.test(plain(member(event, 'event')));
