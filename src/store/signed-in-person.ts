// Whoever has signed in.

export type SignedInPerson = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** Whether they need a code besides the password. */
  readonly hasTwoFactor: boolean;
  /** The session that it was asked with; null when it is only being opened. */
  readonly sessionId: string | null;
};
