// Makes modules of the guides while the pages are built, so that no reader of Markdown is shipped: `virtual:guides` knows
// what there is, and brings each guide, and the text of all of them for searching, when somebody wants it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { project, readGuides } from './read-guides.ts';
import type { Guide } from './read-guides.ts';
import { sizeOfPicture } from './webp.ts';

/** Pictures have so many dots for each that they are shown with. */
export const pictureScale = 1.5;

const list = 'virtual:guides';
const texts = 'virtual:guides/texts';
const single = 'virtual:guides/of/';

export function guides(): Plugin {
  return {
    name: 'guides',
    resolveId: (id) => (id.startsWith(list) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${list}`)) return undefined;
      const all = readGuides();
      for (const { path } of all) this.addWatchFile(join(project, path));
      if (id === `\0${list}`) return listModule(all);
      if (id === `\0${texts}`) return textsModule(all);
      return guideModule(all.find(({ name }) => id === `\0${single}${name}`));
    },
  };
}

function listModule(all: readonly Guide[]): string {
  const entries = all.map(({ name, title, group, roles, headings }) => {
    const tasks = headings
      .filter(({ level }) => level === 2)
      .map(({ id, title: task }) => ({ id, title: task }));
    const said = JSON.stringify({ name, title, group, roles, tasks });
    return `{ ...${said}, read: () => import(${JSON.stringify(single + name)}) }`;
  });
  return `export const guides = [${entries.join(',\n')}];
export const readTexts = () => import(${JSON.stringify(texts)});`;
}

function textsModule(all: readonly Guide[]): string {
  const parts = all.flatMap(({ name, parts: own }) => own.map((part) => ({ guide: name, ...part })));
  return `export const parts = ${JSON.stringify(parts)};`;
}

/** The addresses of the pictures come from Vite, which gives each a name by its content. */
function guideModule(guide: Guide | undefined): string {
  if (guide === undefined) throw new Error('There is no such guide.');
  const imports: string[] = [];
  const picture = (name: string, text: string): string => {
    const file = (theme: string) => join(project, 'docs', 'pictures', `${name}${theme}.webp`);
    if (!existsSync(file('')) || !existsSync(file('-dark'))) return '';
    const { width, height } = sizeOfPicture(readFileSync(file('')));
    const size = `width=\\"${Math.round(width / pictureScale)}\\" height=\\"${Math.round(height / pictureScale)}\\"`;
    const shown = (['light', 'dark'] as const).map((theme) => {
      const variable = `picture${imports.length}`;
      imports.push(`import ${variable} from ${JSON.stringify(file(theme === 'dark' ? '-dark' : ''))};`);
      const address = `\\"" + ${variable} + "\\"`;
      return `<a data-theme=\\"${theme}\\" href=${address} target=\\"_blank\\"><img loading=\\"lazy\\" alt=\\"${text}\\" ${size} src=${address}></a>`;
    });
    return `<figure>${shown.join('')}</figure>`;
  };
  const html = JSON.stringify(guide.html).replaceAll(
    /\{\{([\w-]+) ([^}]*)\}\}/g,
    (_, name: string, text: string) => picture(name, text),
  );
  return `${imports.join('\n')}\nexport const html = ${html};`;
}
