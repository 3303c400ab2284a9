// The guides hold together: whatever they lead to is there, every picture that they show was taken, and every page of the
// product has a part of a guide that tells of it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compile } from '../../web/pages/help/build/compile.ts';
import { project, readGuides } from '../../web/pages/help/build/read-guides.ts';
import { sizeOfPicture } from '../../web/pages/help/build/webp.ts';
import { helpWith, pageHelp } from '../../web/pages/help/page-help.ts';
import { addresses } from '../journeys/every-page-addresses.ts';
import { pictures } from './pictures.ts';

const guides = readGuides();
const byPath = new Map(guides.map((guide) => [guide.path, guide]));
const kilobytesMax = 130;

test('every link leads to a file that exists, and to a heading that it has', () => {
  const broken = guides.flatMap(({ path, links }) =>
    links
      .filter(({ path: target, anchor }) => !leads(target, anchor))
      .map((link) => `${path}: ${link.path}#${link.anchor}`),
  );
  assert.deepEqual(broken, []);
});

test('no two guides have the same address, and each has a title and parts', () => {
  assert.equal(new Set(guides.map(({ name }) => name)).size, guides.length);
  for (const { path, title, headings } of guides) assert.ok(title !== path && headings.length > 0, path);
});

test('each picture of a guide is defined, taken in both themes, and small; none is left over', () => {
  const files = readdirSync(join(project, 'docs', 'pictures')).toSorted();
  const defined = pictures.map(({ name }) => name);
  assert.deepEqual(
    files,
    defined.flatMap((name) => [`${name}.webp`, `${name}-dark.webp`]).toSorted(),
    'Take them by npm run docs:pictures',
  );
  const shown = new Set(guides.flatMap((guide) => guide.pictures));
  assert.deepEqual(defined.toSorted(), [...shown].toSorted());
  for (const file of files) {
    const picture = readFileSync(join(project, 'docs', 'pictures', file));
    assert.ok(picture.length < kilobytesMax * 1024, `${file} has ${picture.length} bytes`);
    const { width, height } = sizeOfPicture(picture);
    assert.ok(width >= 390 && height >= 200, `${file} is ${width} by ${height}`);
  }
});

test('every page has help, and every part that is named exists', () => {
  const without = Object.keys(addresses).filter(
    (route) => !(route in pageHelp) && !route.startsWith('/help'),
  );
  assert.deepEqual(without, []);
  const missing = Object.entries(pageHelp).filter(([, part]) => {
    const [name, anchor = ''] = part.split('#');
    const guide = guides.find((each) => each.name === name);
    return guide === undefined || !guide.headings.some(({ id }) => id === anchor);
  });
  assert.deepEqual(missing, []);
  assert.equal(helpWith('/settings/taxes', '/settings/$section'), `/help/${pageHelp['/settings/taxes']}`);
  assert.equal(helpWith('/jobs/7', '/jobs/$jobId'), `/help/${pageHelp['/jobs/$jobId']}`);
  assert.equal(helpWith('/somewhere', '/somewhere'), '/help');
});

test('a task of a role takes at most six steps', () => {
  for (const { path, group } of guides.filter((each) => each.group === 'roles')) {
    const text = readFileSync(join(project, path), 'utf8');
    assert.ok(group === 'roles' && !/^7\. /m.test(text), path);
  }
});

test('a document becomes HTML without any of its author', () => {
  const {
    title,
    html,
    headings,
    parts,
    pictures: named,
    links,
  } = compile({
    path: 'docs/guides/a.md',
    text: [
      '# A <b>title</b>',
      'Before <script>alert(1)</script> & [b](b.md#c d).',
      '## Bill, carry & write off',
      '![A "picture"](../pictures/one.webp)',
      '## Bill, carry & write off',
      '| a | b |\n|---|---|\n| 1 | `<2>` |',
    ].join('\n\n'),
    addresses: new Map([
      ['docs/guides/a.md', '/help/a'],
      ['docs/guides/b.md', '/help/b'],
    ]),
  });
  assert.equal(title, 'A <b>title</b>');
  assert.doesNotMatch(html, /<script|<b>|<2>/);
  assert.deepEqual(
    headings.map(({ id }) => id),
    ['bill-carry--write-off', 'bill-carry--write-off-1'],
  );
  assert.deepEqual(
    parts.map(({ id, text }) => [id, text]),
    [
      ['', 'Before <script>alert(1)</script> & [b](b.md#c d).'],
      ['bill-carry--write-off', ''],
      ['bill-carry--write-off-1', 'a b 1 <2>'],
    ],
  );
  assert.deepEqual(named, ['one']);
  assert.match(html, /\{\{one A &quot;picture&quot;\}\}/);
  assert.deepEqual(links, []);
});

function leads(path: string, anchor: string): boolean {
  const guide = byPath.get(path);
  if (guide !== undefined) return anchor === '' || guide.headings.some(({ id }) => id === anchor);
  return existsSync(join(project, path));
}
