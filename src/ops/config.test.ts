import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from './config.ts';
import { StartError } from './start-error.ts';

const mistakesOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof StartError);
    return error.message;
  }
  return '';
};

test('without any variable the server is reachable from this machine only', () => {
  const config = readConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 3000);
  assert.equal(config.databaseUrl, undefined);
});

test('what is given is taken', () => {
  const config = readConfig({
    HOST: '0.0.0.0',
    PORT: '8080',
    BASE_URL: 'https://ledger.example.com/',
    WORKLEDGER_DATA: '/srv/ledger',
    DATABASE_URL: 'postgres://somebody@db.example.com/ledger',
    LOG_LEVEL: 'debug',
    SECRET: 'a secret of at least thirty-two characters',
  });
  assert.equal(config.host, '0.0.0.0');
  assert.equal(config.port, 8080);
  assert.equal(config.baseUrl, 'https://ledger.example.com');
  assert.equal(config.dataFolder, '/srv/ledger');
  assert.equal(config.databaseUrl, 'postgres://somebody@db.example.com/ledger');
  assert.equal(config.logLevel, 'debug');
});

test('an empty variable counts as not given', () => {
  assert.equal(readConfig({ PORT: '', HOST: ' ' }).port, 3000);
});

test('each mistake names the variable, what it holds and what is accepted', () => {
  const mistakes = mistakesOf({ PORT: '70000', LOG_LEVEL: 'loud', BASE_URL: 'ledger.example.com' });
  assert.match(mistakes, /^PORT is "70000"\. Accepted: a whole number from 0 to 65535/m);
  assert.match(mistakes, /^LOG_LEVEL is "loud"\. Accepted: fatal, error/m);
  assert.match(mistakes, /^BASE_URL is "ledger\.example\.com"\. Accepted: an address such as https:/m);
});

test('passwords and secrets are not repeated in an error', () => {
  const mistakes = mistakesOf({ DATABASE_URL: 'mysql://me:hunter2@db/ledger', SECRET: 'hunter2' });
  assert.match(mistakes, /DATABASE_URL is not usable/);
  assert.match(mistakes, /SECRET is not usable\. Accepted: at least 32 characters/);
  assert.doesNotMatch(mistakes, /hunter2/);
});

test('mail needs a server and the address that it comes from', () => {
  const given = readConfig({ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'accounts@example.com' });
  assert.equal(given.smtpUrl, 'smtp://mail.example.com');
  assert.equal(given.mailFrom, 'accounts@example.com');
  assert.match(mistakesOf({ SMTP_URL: 'smtp://mail.example.com' }), /MAIL_FROM is not/);
  assert.match(
    mistakesOf({ MAIL_FROM: 'Accounts <accounts@example.com>' }),
    /MAIL_FROM is .*one e-mail address/,
  );
});

test('an address of a mail server has no options behind it, and its password is not repeated', () => {
  const withOption = 'smtp://me:hunter2@mail.example.com/?tls.rejectUnauthorized=false';
  const mistakes = mistakesOf({ SMTP_URL: withOption, MAIL_FROM: 'accounts@example.com' });
  assert.match(mistakes, /^SMTP_URL is not usable\. Accepted: an address such as smtp:/m);
  assert.doesNotMatch(mistakes, /hunter2/);
});

test('headers of proxies are believed from the addresses that are named', () => {
  assert.equal(readConfig({}).trustProxy, false);
  assert.equal(readConfig({ TRUST_PROXY: 'on' }).trustProxy, true);
  assert.deepEqual(readConfig({ TRUST_PROXY: '10.0.0.5, fd00::/8' }).trustProxy, ['10.0.0.5', 'fd00::/8']);
  assert.match(
    mistakesOf({ TRUST_PROXY: '10.0.0.0/64' }),
    /^TRUST_PROXY is "10\.0\.0\.0\/64"\. Accepted: on, off/m,
  );
  assert.match(mistakesOf({ TRUST_PROXY: 'yes' }), /^TRUST_PROXY is "yes"/m);
});

test('behind a pooler statements are not kept, unless it is said that it can', () => {
  const pooled = { DATABASE_URL: 'postgres://pooler/ledger', DATABASE_DIRECT_URL: 'postgres://db/ledger' };
  assert.equal(readConfig({ DATABASE_URL: 'postgres://db/ledger' }).databasePrepared, true);
  assert.equal(readConfig(pooled).databasePrepared, false);
  assert.equal(readConfig({ ...pooled, DATABASE_PREPARED: 'on' }).databasePrepared, true);
  assert.match(
    mistakesOf({ DATABASE_REPLICA_URL: 'postgres://copy/ledger' }),
    /DATABASE_URL is not\. Set both/,
  );
});

test('the secret of the example is not taken for one', () => {
  const example = readFileSync(join(import.meta.dirname, '../../deploy/systemd/environment'), 'utf8');
  const SECRET = /^SECRET=(.*)$/m.exec(example)![1]!;
  assert.ok(SECRET.length >= 32);
  assert.match(mistakesOf({ SECRET }), /^SECRET is not usable\. Accepted: at least 32 characters/);
  assert.equal(mistakesOf({ SECRET_BEFORE: SECRET }), '');
});
