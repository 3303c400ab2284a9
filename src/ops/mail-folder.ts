// Mail for somebody who tries things: each message becomes a file that a mail program opens, exactly as a server would
// have got it. Nothing leaves the machine.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MailTransport } from '#actions/mail/transport.ts';
import { envelopeOf } from './mail-server.ts';

export function openMailFolder(folder: string, from: string): MailTransport {
  return {
    async send(message) {
      const fileName = `${message.messageKey}.eml`;
      try {
        const composer = await openComposer();
        const composed = await composer.sendMail(envelopeOf(message, from));
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(join(folder, fileName), composed.message as Buffer, { mode: 0o600 });
        return { kind: 'taken', messageId: composed.messageId, keptAs: fileName, remark: null };
      } catch (cause) {
        const reason = 'The mail could not be written into its folder.';
        return { kind: 'refused', reason, isFinal: false, cause };
      }
    },
  };
}

/** Most of those who try things never send a mail, so what composes them is loaded with the first. */
async function openComposer() {
  const { createTransport } = await import('nodemailer');
  return createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
}
