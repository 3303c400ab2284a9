// What is wrong with a field, in words for the person who fills it in: of what the contract finds here, and of what the
// server says. And what an empty one says to the server.

import type { z } from 'zod';
import type { FieldProblem } from '../api/problem.ts';

type Issue = z.core.$ZodIssue;

export function wordsOfIssue(issue: Issue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'invalid_type':
      return issue.expected === 'number' || issue.expected === 'int'
        ? 'A number is needed here.'
        : 'This is needed.';
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1 ? 'This is needed.' : `At least ${issue.minimum} characters.`;
      if (issue.origin === 'array')
        return issue.minimum === 1 ? 'At least one is needed.' : `At least ${issue.minimum} are needed.`;
      return `${issue.minimum} or more.`;
    case 'too_big':
      if (issue.origin === 'string') return `At most ${issue.maximum} characters.`;
      return issue.origin === 'array' ? `At most ${issue.maximum}.` : `${issue.maximum} or less.`;
    case 'invalid_value':
      return 'Choose one of those offered.';
    case 'invalid_format':
      return issue.message.startsWith('Invalid')
        ? 'This is not in the form that it has to be.'
        : issue.message;
    case 'invalid_union':
      return wordsOfUnion(issue);
    default:
      return 'This cannot be taken as it is.';
  }
}

/** Of several forms that something may have, the objection of the one that came nearest. */
function wordsOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const nearest = issue.errors.toSorted((a, b) => b.length - a.length).at(-1)?.[0];
  return nearest === undefined ? 'This cannot be taken as it is.' : wordsOfIssue(nearest);
}

export function wordsOfProblem({ code, detail, accepted }: FieldProblem): string {
  if (code !== 'invalidRequest' && detail !== undefined && detail !== '') return detail;
  if (accepted !== undefined) return `What can be taken here: ${accepted}.`;
  return detail ?? 'This cannot be taken as it is.';
}

/** 'lines[0].amount' as 'lines.0.amount', so that the paths of both sides are the same. */
export function dotted(path: string): string {
  return path.replace(/\[(\d+)\]/g, '.$1').replace(/^\./, '');
}

/** What the API takes for a text field that was left empty. */
export function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}
