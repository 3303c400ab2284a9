// Mail through an SMTP server. What leaves the machine is encrypted or not sent at all; only a server on this very
// machine may be spoken to in the clear. Every wait has an end, for a worker holds a row while it waits.

import { domainToASCII } from 'node:url';
import type { MailMessage, MailOutcome, MailTransport } from '#actions/mail/transport.ts';

const waits = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
} as const;

export function openMailServer(smtpUrl: string, from: string): MailTransport {
  const connection = connectionOf(new URL(smtpUrl));
  return {
    async send(message) {
      try {
        // Loaded with the first mail: servers that leave sending to workers never need it.
        const { createTransport } = await import('nodemailer');
        const sent = await createTransport({ ...connection, ...waits }).sendMail(envelopeOf(message, from));
        return { kind: 'taken', messageId: sent.messageId, keptAs: null, remark: remarkOf(sent) };
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

/** How to speak to the server of an address. */
export function connectionOf(url: URL) {
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isHere = isLoopback(host);
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !isHere,
    // A server on this machine has a certificate of its own making, if any.
    tls: { rejectUnauthorized: !isHere },
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The message as the library wants it. Names and addresses go in apart, so that neither can pose as the other. */
export function envelopeOf(message: MailMessage, from: string) {
  const domain = domainToASCII(from.slice(from.lastIndexOf('@') + 1));
  const only = (address: string) => ({ name: '', address });
  return {
    messageId: `<${message.messageKey}@${domain}>`,
    date: new Date(message.writtenAt),
    from: { name: message.fromName, address: from },
    ...(message.replyTo === null ? {} : { replyTo: only(message.replyTo) }),
    to: message.to.map(only),
    cc: message.cc.map(only),
    subject: message.subject,
    text: message.body,
    attachments: message.attachments.map(({ fileName, mediaType, content }) => ({
      filename: fileName,
      contentType: mediaType,
      content: Buffer.from(content),
    })),
    xMailer: false,
    // A message is made of what is handed in: nothing is read from a file or an address for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as const;
}

function remarkOf(sent: { rejected?: unknown; response?: unknown }): string | null {
  const rejected = Array.isArray(sent.rejected) ? sent.rejected.map(String) : [];
  return rejected.length === 0 ? null : `The mail server did not take it for ${rejected.join(', ')}.`;
}

/** Said to what was sent, but about us. */
const signInFirst = 530;

/** What the library says of failures; the rest of its errors stays in the log. */
type SmtpError = { code?: string; responseCode?: number; response?: string };

/**
 * Whether it is of use to try again. An answer in the 500s to what was sent is the server's last word on the message. A
 * sign-in that fails or a server that is not there says nothing about the message: somebody will put it right.
 */
function refusalOf(cause: unknown): MailOutcome {
  const { code = '', responseCode = 0, response } = cause as SmtpError;
  const answer = response?.trim().slice(0, 500);
  if (code === 'EAUTH') {
    return { kind: 'refused', reason: 'The mail server does not let us sign in.', isFinal: false, cause };
  }
  if (code === 'ETLS') {
    const reason = 'The mail server offers no encryption that can be trusted.';
    return { kind: 'refused', reason, isFinal: false, cause };
  }
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (answer) {
    const isFinal = isAboutMessage && responseCode >= 500 && responseCode !== signInFirst;
    return { kind: 'refused', reason: `The mail server answered: ${answer}`, isFinal, cause };
  }
  if (isAboutMessage) {
    return { kind: 'refused', reason: 'The message is none that can be sent.', isFinal: true, cause };
  }
  const known = /^E[A-Z]+$/.test(code) ? ` (${code})` : '';
  return { kind: 'refused', reason: `The mail server cannot be reached${known}.`, isFinal: false, cause };
}
