// What a recording is that does not simply play, or why there is none.
import type { Known } from './session.tsx';
import type { Shown } from './state.tsx';
import { Said } from './text.tsx';

const NO_RECORDING: Record<string, [string, string]> = {
  'not-recorded': ['It was not recorded', 'Recording was switched off for this session, so there is nothing to play. What happened is below.'],
  running: ['It is still running', 'Its recording comes when it has ended.'],
  'no-end': ['Nothing tells of its end', 'It began more than 30 days ago, and neither its end nor a recording has come. What happened is below.'],
  none: ['There is no recording of it', 'Not every session of this kind has one. What happened is below.'],
  awaited: ['Its recording is on its way', 'The session has ended, and the node has some time to upload the recording.'],
  missing: ['Its recording is missing', 'The session ended long ago, it was to be recorded, and nothing has arrived. Look at the node that recorded it, under Nodes.'],
};

const CONTENT: Record<string, [string, string]> = {
  indexing: ['It has just arrived', 'It is being read through, and can be played in a few seconds.'],
  'no-terminal': ['There is no terminal in it', 'It is in order, and holds something else than a terminal. What happened is below.'],
  encrypted: ['It is encrypted', "It can be played with the cluster's key: download it, and use “tapevault recordings play --identity”."],
  'cut-off': ['It ends too early', 'What is there can be played; the end is not in it.'],
  damaged: ['It is damaged', 'What can be read of it can be played.'],
  'too-large': ['It is too large to be shown whole', 'What could be converted can be played.'],
  unreadable: ['It cannot be read', 'There is nothing in it that could be played. The original bytes are kept.'],
};

export function Verdict({ session, state }: { session: Known; state: Shown | undefined }) {
  const content = session.recording?.content;
  const said = content ? CONTENT[content.status] : NO_RECORDING[state ?? ''];
  if (!said) return null;
  const bad = state === 'missing' || content?.status === 'damaged' || content?.status === 'unreadable';
  return (
    <div class={bad ? 'notice bad' : 'notice'} role={bad ? 'alert' : 'status'}>
      <strong>{said[0]}</strong>
      <p>{said[1]}</p>
      {content?.reason && (
        <p class="sub">
          <Said text={content.reason} most={500} />
        </p>
      )}
    </div>
  );
}
