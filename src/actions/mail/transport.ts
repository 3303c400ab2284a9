// How a message leaves the program. The transport is handed in by whoever starts the program: a mail server, or on a
// developer's machine a folder of files. It never throws for what a mail server answers; it says what became of the
// message.

export type MailMessage = {
  /** The same whenever the message is sent, so that a receiver that gets it twice keeps one. Without angle brackets. */
  readonly messageKey: string;
  /** When it was written, as an ISO instant. */
  readonly writtenAt: string;
  readonly fromName: string;
  readonly replyTo: string | null;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly attachments: readonly {
    readonly fileName: string;
    readonly mediaType: string;
    readonly content: Uint8Array;
  }[];
};

export type MailOutcome =
  | {
      readonly kind: 'taken';
      readonly messageId: string;
      /** The file that holds it, if it went no further. */
      readonly keptAs: string | null;
      /** What was refused of it, if anything: some of several recipients. */
      readonly remark: string | null;
    }
  | {
      readonly kind: 'refused';
      /** For whoever sent it. */
      readonly reason: string;
      /** Whether trying again is of no use. */
      readonly isFinal: boolean;
      /** For the log. */
      readonly cause?: unknown;
    };

export type MailTransport = { send(message: MailMessage): Promise<MailOutcome> };
