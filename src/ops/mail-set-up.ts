// Where this installation's mail goes. With SMTP_URL through that server. Without it, an installation that only its own
// machine can reach is taken for somebody trying things: mail goes into files, which any mail program opens. An
// installation that others reach has no such fallback: an invoice must not count as sent because a file was written.

import { join } from 'node:path';
import type { Context } from '#actions/context.ts';
import type { MailTransport } from '#actions/mail/transport.ts';
import type { Config } from './config.ts';
import { isLoopback, openMailServer } from './mail-server.ts';
import { openMailFolder } from './mail-folder.ts';

export type MailSetUp = { readonly kind: NonNullable<Context['mail']>; readonly transport: MailTransport };

const senderInFiles = 'workledger@localhost';

export function mailSetUp(config: Config): MailSetUp | undefined {
  const { smtpUrl, mailFrom } = config;
  if (smtpUrl !== undefined && mailFrom !== undefined)
    return { kind: 'server', transport: openMailServer(smtpUrl, mailFrom) };
  if (!isReachedLocally(config)) return undefined;
  return { kind: 'folder', transport: openMailFolder(mailFolderOf(config), mailFrom ?? senderInFiles) };
}

export function mailFolderOf({ dataFolder }: Config): string {
  return join(dataFolder, 'mail');
}

/** A proxy makes the installation known to others under another address, or says that it stands before it. */
function isReachedLocally({ host, baseUrl, trustProxy }: Config): boolean {
  const isLocalAddress = baseUrl === undefined || isLoopback(new URL(baseUrl).hostname);
  return isLoopback(host) && isLocalAddress && !trustProxy;
}
