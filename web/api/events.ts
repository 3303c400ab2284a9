// Server-sent events, read by fetch and not by EventSource, because the firm is named in a header.

import { address, headers, sendOnce } from './client.ts';

export type ServerEvent = { event: string; data: string; id: string | null };

/** What the server tells under a path, until it ends or the signal does. */
export async function* eventsFrom(
  path: string,
  signal: AbortSignal,
  lastEventId: string | null,
): AsyncGenerator<ServerEvent> {
  const response = await sendOnce(address(path), {
    signal,
    headers: {
      ...headers(),
      Accept: 'text/event-stream',
      ...(lastEventId === null ? {} : { 'Last-Event-ID': lastEventId }),
    },
  });
  if (response.body === null) return;
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const blocks = (rest + read.value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const told = eventIn(block);
      if (told !== null) yield told;
    }
  }
}

function eventIn(block: string): ServerEvent | null {
  let event = 'message';
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    if (line.startsWith('id:')) id = line.slice(3).trim();
    if (line.startsWith('data:')) data.push(line.slice(5).trim());
  }
  return data.length === 0 && event === 'message' ? null : { event, data: data.join('\n'), id };
}
