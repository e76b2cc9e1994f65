import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/hashing.ts';
import type { JournalEntry } from '../../src/model/case-event.ts';
import type { Report } from '../../src/model/report.ts';
import type { Bucket } from '../../src/simulator/world/s3-state.ts';
import { printedJson, startProgram } from '../support/live-program.ts';
import { MEMBER, MEMBER_ROLE } from '../support/member-account.ts';
import { HOME, VAULT_BUCKET, type VaultAccounts, vaultAccounts } from '../support/vault-account.ts';

const PLAYBOOK = new URL('../fixtures/playbooks/small.yaml', import.meta.url).pathname;
/** A short one: what is copied is the same kinds of files. */
const WINDOW = `window=${new Date(Date.now() - 2 * 3_600_000).toISOString()}/${new Date().toISOString()}`;
const VAULT = ['--evidence', `s3://${VAULT_BUCKET}/cases/`, '--evidence-profile', 'vault'] as const;

describe('evidence that leaves the account under suspicion', () => {
  let root = '';
  let accounts: VaultAccounts;
  const heptad = (...args: readonly string[]) => startProgram(args, accounts.environment);
  const answersFile = (): string => {
    const file = join(root, 'answers.yaml');
    writeFileSync(file, `account: ["${HOME}", "${MEMBER}"]\ndefault: unknown-and-decline\n`);
    return file;
  };
  const run = (name: string, ...more: readonly string[]) =>
    heptad(
      ...['run', PLAYBOOK, '--case', join(root, name), '--region', 'us-east-1'],
      ...['--input', WINDOW, '--answers', answersFile(), ...more],
    );
  const journal = (name: string): readonly JournalEntry[] =>
    readFileSync(join(root, name, 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEntry);
  const copiedIn = (name: string) =>
    journal(name).flatMap((entry) => (entry.kind === 'evidence-copied' ? entry.data.files : []));
  const caseId = (name: string): string =>
    journal(name).flatMap((entry) => (entry.kind === 'case-opened' ? [entry.data.id] : []))[0] ?? '';

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heptad-vault-'));
    accounts = await vaultAccounts(root);
  });
  afterAll(async () => {
    await accounts.close();
    rmSync(root, { recursive: true, force: true });
  });

  /** Every file of the case's evidence lies in the bucket, byte for byte, once. */
  const expectWhole = (name: string, bucket: Bucket, prefix: string): void => {
    const id = caseId(name);
    const lies: Record<string, readonly string[]> = {};
    const here: Record<string, readonly string[]> = {};
    for (const kind of ['packs', 'objects', 'manifests'])
      for (const file of readdirSync(join(root, name, 'evidence', kind))) {
        const path = `evidence/${kind}/${file}`;
        const versions = bucket.objects.get(`${prefix}${id}/${path}`) ?? [];
        lies[path] = versions.map(({ content }) => sha256(content?.bytes ?? ''));
        here[path] = [sha256(readFileSync(join(root, name, path)))];
      }
    expect(lies).toEqual(here);
  };

  it('copies everything while collecting, confirms it, and tells of it', async () => {
    const { code, stderr } = await run('whole', ...VAULT, '--legal-hold');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain(`SIMULATED account ${MEMBER}`);
    expect(stderr).toContain('Object Lock on (COMPLIANCE for 365 days), each file under a legal hold');
    expectWhole('whole', accounts.locked, 'cases/');
    const versions = [...accounts.locked.objects.values()].flat();
    expect(versions.every(({ legalHold }) => legalHold === 'ON')).toBe(true);

    // While it was collected, and not only in the end.
    const kinds = journal('whole').map(({ kind }) => kind);
    expect(kinds.indexOf('evidence-copied')).toBeLessThan(kinds.lastIndexOf('collection-advanced'));
    const entries = journal('whole');
    const copied = copiedIn('whole');
    expect(new Set(copied.map(({ name }) => name)).size).toBe(copied.length);

    // The journal that lies there is the case's own, up to the head beside it.
    const head = entries.flatMap((entry) =>
      entry.kind === 'evidence-copied' && entry.data.head !== null ? [entry.data.head] : [],
    );
    const last = head.at(-1);
    const kept = accounts.locked.objects.get(
      `cases/${caseId('whole')}/journal/${String(last?.seq).padStart(8, '0')}.jsonl`,
    );
    const lines = Buffer.from(kept?.at(-1)?.content?.bytes ?? '')
      .toString('utf8')
      .trim()
      .split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ seq: last?.seq, hash: last?.hash });
    expect(entries[(last?.seq ?? 0) - 1]?.hash).toBe(last?.hash);

    const { copy } = (printedJson(await heptad('report', join(root, 'whole'), '--format', 'json')) as Report)
      .integrity;
    expect(copy).toMatchObject({ account: MEMBER, head: last, confirmed: copy?.files });
    const status = await heptad('status', join(root, 'whole'));
    expect(status.stdout).toContain(`copy     s3://${VAULT_BUCKET}/cases/ (SIMULATED account ${MEMBER})`);
    expect((await heptad('verify', join(root, 'whole'), '--head', last?.hash ?? '')).code).toBe(0);
  });

  it('writes our own calls there into the journal, by their request ids', () => {
    const puts = journal('whole')
      .flatMap((entry) => (entry.kind === 'calls-made' ? entry.data.calls : []))
      .filter(({ operation }) => operation === 'PutObject');
    expect(puts.length).toBe(copiedIn('whole').length);
    expect(puts.every(({ requestId, error }) => requestId !== null && error === null)).toBe(true);
  });

  it('is remembered by resume, collect and close, and asked for nothing twice', async () => {
    const before = copiedIn('whole').length;
    const resumed = await heptad('resume', join(root, 'whole'), '--answers', answersFile());
    expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 0 });
    expectWhole('whole', accounts.locked, 'cases/');
    const collected = await heptad('collect', join(root, 'whole'), '--region', 'us-west-2');
    expect({ code: collected.code, stderr: collected.stderr }).toMatchObject({ code: 0 });
    expectWhole('whole', accounts.locked, 'cases/');
    const closed = await heptad('close', join(root, 'whole'));
    expect({ code: closed.code, stderr: closed.stderr }).toMatchObject({ code: 0 });
    expectWhole('whole', accounts.locked, 'cases/');
    expect(copiedIn('whole').length).toBeGreaterThan(before);
    const journals = [...accounts.locked.objects.keys()].filter((key) => key.endsWith('.jsonl'));
    const last =
      journals
        .filter((key) => key.includes('/journal/'))
        .toSorted()
        .at(-1) ?? '';
    const text = Buffer.from(accounts.locked.objects.get(last)?.[0]?.content?.bytes ?? '').toString();
    expect(text).toContain('"kind":"case-closed"');
  });

  it('refuses a place in the account of the case, before anything is collected', async () => {
    const own = await run('own', '--evidence', 's3://example-own', '--evidence-profile', 'suspect');
    expect({ code: own.code, stderr: own.stderr }).toMatchObject({ code: 2 });
    expect(own.stderr).toContain(`account ${HOME}, which is in the scope of the case`);
    expect(journal('own').some(({ kind }) => kind === 'collection-planned')).toBe(false);
    // The case is not lost: another place may be named.
    const then = await heptad('resume', join(root, 'own'), '--answers', answersFile(), ...VAULT);
    expect({ code: then.code, stderr: then.stderr }).toMatchObject({ code: 0 });
  });

  it('refuses to work in the account that evidence goes to', async () => {
    const member = await run('member', ...VAULT, '--account', MEMBER_ROLE);
    expect({ code: member.code, stderr: member.stderr }).toMatchObject({ code: 2 });
    expect(member.stderr).toMatch(new RegExp(`account ${MEMBER}`));
    const called = accounts.vault.world.trail.events.map(({ record }) => record.eventName);
    expect(called).not.toContain('LookupEvents');
  });

  it('refuses a bucket that is not there', async () => {
    const none = await run('none', '--evidence', 's3://no-such-bucket', '--evidence-profile', 'vault');
    expect({ code: none.code, stderr: none.stderr }).toMatchObject({ code: 2 });
    expect(none.stderr).toContain('there is no bucket no-such-bucket');
  });

  it('keeps in mind where evidence is to go when that place cannot be reached, until it is or somebody says otherwise', async () => {
    const folder = join(root, 'waiting');
    const answers = answersFile();
    const kinds = () => journal('waiting').map(({ kind }) => kind);
    const place = accounts.vault.world.s3.buckets.get(VAULT_BUCKET);
    if (place === undefined) throw new Error('the vault has its bucket');
    accounts.vault.world.s3.buckets.delete(VAULT_BUCKET);
    const first = await run('waiting', ...VAULT);
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code: 2 });
    expect(first.stderr).toContain(`there is no bucket ${VAULT_BUCKET}`);
    expect(first.stderr).toContain('--evidence none gives it up');
    expect(kinds()).toContain('evidence-wished');
    expect((await heptad('status', folder)).stdout).toContain('could not be reached yet: nothing lies there');
    // Nothing is collected without it: a plain resume tries again, and says so.
    const again = await heptad('resume', folder, '--answers', answers);
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('as said before: trying it again');
    expect(kinds().filter((kind) => kind === 'evidence-wished')).toHaveLength(1);
    expect(kinds()).not.toContain('collection-planned');
    // Given up, it is: that is journaled, and named again it is copied to.
    const without = await heptad('resume', folder, '--answers', answers, '--evidence', 'none');
    expect({ code: without.code, stderr: without.stderr }).toMatchObject({ code: 0 });
    expect(kinds().filter((kind) => kind === 'evidence-copy-ended')).toHaveLength(1);
    expect(copiedIn('waiting')).toEqual([]);
    const late = await heptad('resume', folder, '--answers', answers, ...VAULT);
    expect(late.code).toBe(2);
    accounts.vault.world.s3.buckets.set(VAULT_BUCKET, place);
    const reached = await heptad('resume', folder, '--answers', answers);
    expect({ code: reached.code, stderr: reached.stderr }).toMatchObject({ code: 0 });
    expectWhole('waiting', accounts.locked, 'cases/');
    const verified = await heptad('verify', folder);
    expect({ code: verified.code, stdout: verified.stdout }).toMatchObject({ code: 0 });
  });

  it('tries again after a line that was cut, and copies what a single action keeps', async () => {
    const folder = join(root, 'cut');
    const answers = answersFile();
    const { AWS_SHARED_CREDENTIALS_FILE: file = '' } = accounts.environment;
    const credentials = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      credentials.replace(/(\[vault\]\naws_access_key_id = )\S+/, '$1AKIAIOSFODNN7EXAMPLE'),
    );
    const first = await run('cut', ...VAULT);
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code: 5 });
    const still = await heptad('resume', folder, '--answers', answers);
    expect({ code: still.code, stderr: still.stderr }).toMatchObject({ code: 5 });
    writeFileSync(file, credentials);
    const reached = await heptad('resume', folder, '--answers', answers);
    expect({ code: reached.code, stderr: reached.stderr }).toMatchObject({ code: 0 });
    expectWhole('cut', accounts.locked, 'cases/');

    writeFileSync(join(root, 'org.yaml'), 'breakGlass: none\n');
    writeFileSync(join(root, 'approve.yaml'), `account: "${HOME}"\nactions: { "*": approve }\n`);
    const before = copiedIn('cut').length;
    const given = ['--answers', join(root, 'approve.yaml'), '--org', join(root, 'org.yaml')] as const;
    const input = ['--input', 'functionName=support-assistant-notify'] as const;
    const applied = await heptad('action', 'apply', folder, 'lambda/stop-function', ...input, ...given);
    expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
    expect(copiedIn('cut').length).toBeGreaterThan(before);
    expectWhole('cut', accounts.locked, 'cases/');

    // Containment does not wait for a place that cannot be reached, and its outcome stays what it is.
    writeFileSync(
      file,
      credentials.replace(/(\[vault\]\naws_access_key_id = )\S+/, '$1AKIAIOSFODNN7EXAMPLE'),
    );
    const plans = () => journal('cut').flatMap((one) => (one.kind === 'action-planned' ? [one] : []));
    const entry = String(plans().at(-1)?.seq);
    const asked = await heptad('undo', folder, entry, ...given);
    expect(asked.code).toBe(3);
    const hash = plans().at(-1)?.data.planSha256 ?? '';
    const undone = await heptad('undo', folder, entry, '--approve', hash, '--org', join(root, 'org.yaml'));
    writeFileSync(file, credentials);
    expect({ code: undone.code, stderr: undone.stderr }).toMatchObject({ code: 0 });
    expect(undone.stderr).toContain('evidence of this could not be copied');
  });

  it('says plainly that a bucket has no Object Lock, and refuses to hold in it', async () => {
    const unlocked = ['--evidence', 's3://example-unlocked', '--evidence-profile', 'vault'];
    const held = await run('held', ...unlocked, '--legal-hold');
    expect({ code: held.code, stderr: held.stderr }).toMatchObject({ code: 2 });
    expect(held.stderr).toContain('a legal hold needs Object Lock');
    const plain = await run('plain', ...unlocked);
    expect({ code: plain.code, stderr: plain.stderr }).toMatchObject({ code: 0 });
    expect(plain.stderr).toContain('NO Object Lock');
    expectWhole('plain', accounts.unlocked, '');
    const named = journal('plain').find((entry) => entry.kind === 'evidence-destination');
    expect(named?.data).toMatchObject({ objectLock: { status: 'off' } });
  });

  it('claims nothing that was not confirmed when it is killed in the middle, and loses nothing', async () => {
    // Before each put is answered, then after: the object lies there and the case does not know.
    for (const moment of ['before', 'after'] as const) {
      const name = `killed-${moment}`;
      const folder = join(root, name);
      const answers = answersFile();
      let puts = 0;
      const killing = new AbortController();
      accounts.watch[moment] = (request) => {
        if (request.method !== 'PUT' || !request.path.includes(`/${VAULT_BUCKET}/`)) return;
        puts += 1;
        if (puts === 4) killing.abort();
      };
      const killed = await startProgram(
        [
          ...['run', PLAYBOOK, '--case', folder, '--region', 'us-east-1', '--input', WINDOW],
          ...['--answers', answers, ...VAULT],
        ],
        accounts.environment,
        { at: killing.signal, by: 'SIGKILL' },
      );
      accounts.watch[moment] = () => undefined;
      expect(killed.code).toBe(null);
      const claimed = copiedIn(name);
      for (const { name: file, sha256: hash } of claimed) {
        const [version] = accounts.locked.objects.get(`cases/${caseId(name)}/${file}`) ?? [];
        expect({ file, hash: sha256(version?.content?.bytes ?? '') }).toEqual({ file, hash });
      }
      const resumed = await heptad('resume', folder, '--answers', answers);
      expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 0 });
      expectWhole(name, accounts.locked, 'cases/');
    }
  });

  it('copies logs that were exported too, a large file in pieces', async () => {
    const logs = join(root, 'logs');
    mkdirSync(logs);
    const Records = Array.from({ length: 34_000 }, (_, index) => ({
      ...{ eventVersion: '1.11', eventTime: '2026-01-15T10:00:00Z', eventSource: 'iam.amazonaws.com' },
      ...{ eventName: 'ListUsers', eventID: `event-${index}`, recipientAccountId: HOME },
      requestParameters: { padding: 'x'.repeat(512) },
    }));
    // Larger than what is read at once, and than what is sent in one piece.
    const bytes = gzipSync(Buffer.from(JSON.stringify({ Records })), { level: 0 });
    writeFileSync(join(logs, 'large.json.gz'), bytes);
    const folder = join(root, 'exported');
    const { code, stderr } = await heptad(
      ...['run', PLAYBOOK, '--case', folder, '--logs', logs, '--answers', answersFile(), ...VAULT],
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expectWhole('exported', accounts.locked, 'cases/');
    expect(copiedIn('exported').some(({ size }) => size >= bytes.length)).toBe(true);
    const kinds = journal('exported').map(({ kind }) => kind);
    expect(kinds).not.toContain('account-connected');
  });

  it('tells another content in its place from a copy', async () => {
    const folder = join(root, 'changed');
    const answers = answersFile();
    await run('changed', '--evidence', 's3://example-unlocked/first', '--evidence-profile', 'vault');
    const id = caseId('changed');
    for (const [key, versions] of accounts.unlocked.objects)
      if (key.startsWith(`first/${id}/evidence/manifests/`))
        accounts.unlocked.objects.set(
          key.replace('first/', 'second/'),
          versions.map((version) => ({
            ...version,
            ...(version.content === undefined
              ? {}
              : { content: { ...version.content, bytes: Buffer.from('not it') } }),
          })),
        );
    const second = ['--evidence', 's3://example-unlocked/second', '--evidence-profile', 'vault'];
    const resumed = await heptad('resume', folder, '--answers', answers, ...second);
    expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 4 });
    expect(resumed.stderr).toContain('is not the file it should be');
  });

  it('pauses where the copy cannot go on, keeps what was collected, and goes on without it when told to', async () => {
    const folder = join(root, 'refused');
    const answers = answersFile();
    accounts.vault.world.iam.users.get('admin')?.inline.set(
      'no-puts',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }],
      }),
    );
    const refused = await run('refused', ...VAULT);
    expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({ code: 5 });
    expect(copiedIn('refused')).toEqual([]);
    const status = await heptad('status', folder);
    expect(status.stdout).toMatch(/copy {5}.*: 0 of \d+ files confirmed there by SHA-256, no journal yet/);
    const without = await heptad('resume', folder, '--answers', answers, '--evidence', 'none');
    expect({ code: without.code, stderr: without.stderr }).toMatchObject({ code: 0 });
    const after = await heptad('status', folder);
    expect(after.stdout).toContain('no more is copied: the responder said so');
    accounts.vault.world.iam.users.get('admin')?.inline.delete('no-puts');
  });
});
