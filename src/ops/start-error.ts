/** Why the program cannot start, in words for the person who starts it. Shown without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}
