// `workledger secret`: going on with another SECRET.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import type { CommandOutput } from './report.ts';

type SecretOutcome =
  /** People whose second factor goes on, and people who lost theirs. */
  | { readonly kind: 'changed'; readonly kept: number; readonly reset: number }
  | { readonly kind: 'isItAlready' | 'anotherBefore' | 'beforeMissing' }
  | { readonly kind: 'atWork'; readonly processes: readonly string[] };

export type SecretRunner = {
  change(options: { readonly lost: boolean }): Promise<SecretOutcome>;
};

export function addSecretCommands(
  program: Command,
  runner: () => Promise<SecretRunner>,
  { output }: { readonly output: CommandOutput },
): void {
  const secret = program.command('secret').description('the secret that all servers share');
  secret
    .command('change')
    .description(
      'go on with the SECRET of the environment; SECRET_BEFORE is the former one. Everybody signs in again',
    )
    .option('--lost', 'nobody knows the former one: take second factors off, which cannot be read without it')
    .action(async ({ lost = false }: { lost?: boolean }) => {
      for (const line of told(await (await runner()).change({ lost }))) output.print(line);
    });
}

function told(outcome: SecretOutcome): string[] {
  switch (outcome.kind) {
    case 'changed':
      return [
        'The secret is changed. Everybody signs in again; API keys go on.',
        ...(outcome.kept > 0 ? [`Second factors stay as they are: ${outcome.kept}.`] : []),
        ...(outcome.reset > 0
          ? [`Second factors taken off: ${outcome.reset}. These people can set up another.`]
          : []),
      ];
    case 'isItAlready':
      return ['It is the secret already: nothing to do.'];
    case 'beforeMissing':
      throw new CommandFailure(
        'Say the former secret in SECRET_BEFORE, or --lost if nobody knows it: then people lose their second factors.',
      );
    case 'anotherBefore':
      throw new CommandFailure('SECRET_BEFORE is not the secret that this database was used with.');
    case 'atWork':
      throw new CommandFailure(
        `These are at work with the former secret; stop them first: ${outcome.processes.join(', ')}.`,
      );
  }
}
