import type { SMTPServerDataStream } from 'smtp-server';

/** What a sender says, once it has said all of it; undefined where it hung up in the middle, as one who is killed does. */
export async function wholeLetter(stream: SMTPServerDataStream): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('latin1');
}
