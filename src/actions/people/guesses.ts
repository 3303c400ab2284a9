// Attempts to guess a password, a code or a link, counted by the address they come from, on all servers together.

export { countGuess } from '#store/guesses.ts';
