// What the documents name exists: links, and files that are named in code marks, from the root, from their own folder or
// below src. Pictures are not text, so tests/guides looks whether they are there.

import { posix } from 'node:path';
import { isData, lineAt, type SourceFile } from '../project.ts';
import type { Finding, Rule } from '../rule.ts';

const link = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g;
const named = /`((?:[\w.-]+\/)+[\w.-]+\.(?:css|html|js|json|md|sql|tsx?))`/g;

export const referenceRule: Rule = {
  name: 'documents name only files that exist',
  find(project) {
    const paths = new Set(project.map(({ path }) => path));
    return project
      .filter(({ path }) => path.endsWith('.md') && !isData(path))
      .flatMap((file) => findInFile(file, paths));
  },
};

function findInFile({ path, text }: SourceFile, paths: ReadonlySet<string>): Finding[] {
  const exists = (target: string) =>
    paths.has(target) || [...paths].some((known) => known.startsWith(`${target.replace(/\/$/, '')}/`));
  const missing = (target: string, index: number): Finding => ({
    path,
    line: lineAt(text, index),
    message: `There is no ${target}. Name the file that took its place, or take the sentence out.`,
  });
  const links = [...text.matchAll(link)].flatMap(({ 1: target = '', index }) =>
    target.endsWith('.webp') || exists(posix.join(posix.dirname(path), target))
      ? []
      : [missing(target, index)],
  );
  const files = [...text.matchAll(named)]
    .filter(([, target = '']) => !target.includes('NNNN'))
    .flatMap(({ 1: target = '', index }) =>
      exists(target) || exists(`src/${target}`) || exists(posix.join(posix.dirname(path), target))
        ? []
        : [missing(target, index)],
    );
  return [...links, ...files];
}
