// What does not belong into a file of this project, whatever it says otherwise.

import { isData, isTest, lineAt, type SourceFile } from '../project.ts';
import type { Finding, Rule } from '../rule.ts';

type Banned = {
  readonly pattern: RegExp;
  readonly message: string;
  /** Where it does no harm. */
  readonly except?: (path: string) => boolean;
};

const isRim = (path: string) =>
  /^(src\/ops|src\/cli|web|bin)\//.test(path) || isTest(path) || path.endsWith('.config.ts');
const isCode = (path: string) => /\.(js|tsx?)$/.test(path);

const writeFiles = ['src/actions/documents/pdf/render.ts', 'src/actions/exports/zip.ts'];

const banned: readonly Banned[] = [
  {
    // Folders of one person's machine. What an operator sets up (/var/lib, /etc, /run) is another matter; /home/jobs is an
    // address of the API.
    pattern: /(?<![\w.*#~-])\/(?!home\/jobs\b)(?:home|Users|mnt|work|workspace|private)\/[\w.-]+/g,
    message:
      'The path of one machine. Say it relative to the project, or as a folder that every machine has.',
  },
  {
    pattern: /https?:\/\/(?!registry\.npmjs\.org)[\w.-]*(?:registry|artifactory|nexus|verdaccio)[\w.-]*/g,
    message: 'The address of a package registry. Installations choose their own.',
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/g,
    message: 'Do it now, or write it down where work is planned.',
    // XXX is also the code of no currency.
    except: (path) => path.endsWith('rules/wording.ts') || path.startsWith('src/core/money/'),
  },
  {
    pattern: /^(?:<{7}|>{7}|={7})(?: |$)/gm,
    message: 'A merge was left half done.',
  },
  {
    pattern: /\bnew Date\(|\bDate\.(?:now|parse|UTC)\(/g,
    message: 'The clock comes in as a parameter (Context.clock); days are in #core/calendar.',
    // Libraries of PDFs and archives ask for a moment of this type; it is a parameter or a constant there too.
    except: (path) => !isCode(path) || isRim(path) || writeFiles.includes(path),
  },
  {
    pattern: /\bMath\.random\(/g,
    message: 'Chance comes in by the door, so that a run can be played again: see src/ops/seed/random.ts.',
    except: (path) => !isCode(path) || isTest(path) || path.startsWith('web/'),
  },
  {
    pattern: /(?<!readConfig\()\bprocess\.env\b/g,
    message: 'The environment is read once, in src/ops/config.ts.',
    except: (path) => !isCode(path) || isTest(path) || path.endsWith('.config.ts'),
  },
  {
    pattern: /\b(?:test|it|describe)\.only\(/g,
    message: 'All tests run: take the .only away.',
  },
  {
    pattern: /^export \* from/gm,
    message: 'No barrel files: import from the file that has it.',
  },
];

export const wordingRule: Rule = {
  name: 'nothing of one machine, no clock or chance inside, nothing left half done',
  find: (project) => project.filter(({ path }) => !isData(path)).flatMap(findInFile),
};

function findInFile({ path, text }: SourceFile): Finding[] {
  return banned
    .filter(({ except }) => except?.(path) !== true)
    .flatMap(({ pattern, message }) =>
      [...text.matchAll(pattern)].map((match) => ({
        path,
        line: lineAt(text, match.index),
        message: `"${match[0].trim()}": ${message}`,
      })),
    );
}
