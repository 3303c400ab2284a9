import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { guides } from './web/pages/help/build/plugin.ts';

// The pages are built from web/ into dist/web, which the server serves as plain files. While working on them,
// `npx vite` serves them itself and passes the API through to a running server.
const server = process.env['WORKLEDGER_SERVER'] ?? 'http://127.0.0.1:3000';

type ModuleInfo = (id: string) => { importedIds: readonly string[] } | null;

let started: ReadonlySet<string> | undefined;

/** Fields of forms: they are reached from the first page, for the library has one door, but nothing there shows them. */
const ofForms = /@mantine\/core\/esm\/components\/(Accordion|Autocomplete|PasswordInput|Select|Textarea)\//;

/** What the first page needs at once, whichever it is. */
function startsWith(infoOf: ModuleInfo): ReadonlySet<string> {
  if (started !== undefined) return started;
  const reached = new Set([join(import.meta.dirname, 'web', 'main.tsx')]);
  for (const id of reached)
    for (const imported of infoOf(id)?.importedIds ?? []) if (!ofForms.test(imported)) reached.add(imported);
  started = reached;
  return reached;
}

export default defineConfig({
  root: 'web',
  plugins: [react(), guides()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy lets nothing run that stands in the page itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Charts are large; they come when one is shown.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: 'tanstack',
              test: /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store)\//,
            },
            // Files come six at a time: a page of forty small ones waits several times where two do not wait.
            {
              debugName: 'start',
              name: (id, chunking) =>
                startsWith((of) => chunking.getModuleInfo(of)).has(id) ? 'start' : null,
            },
            {
              name: 'lists',
              test: /web\/(api|list|shell|table|ui|util)\/|src\/core\/(?!access)/,
              minShareCount: 4,
            },
            { name: 'forms', test: /web\/form\//, minShareCount: 4 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': server },
    // The guides and their pictures stand beside the pages.
    fs: { allow: [import.meta.dirname] },
  },
});
