import pg from 'pg';
import { ensureDatabase, startPostgres } from '../postgres.ts';

/** Starts the server and writes one row after another, telling the parent of each that was acknowledged. */

const [folder = ''] = process.argv.slice(2);
const postgres = await startPostgres({ folder, settings: { shared_buffers: '16MB' } });
const client = new pg.Client(await ensureDatabase(postgres, 'workledger'));
await client.connect();
await client.query('DROP TABLE IF EXISTS kept');
await client.query('CREATE TABLE kept (id int PRIMARY KEY)');
process.send?.(0);
for (let id = 1; ; id += 1) {
  await client.query('INSERT INTO kept VALUES ($1)', [id]);
  process.send?.(id);
}
