import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoLoader } from '../src/demo/demo.loader.js';
import { version } from '../src/version.js';
import { Browser, DESKTOP, ORIGIN, overflow, PHONE } from './support/browser.js';
import { jpeg } from './support/images.js';
import { operations } from './support/operations.js';
import { takePictures } from './support/pictures.js';
import { SwaggerPage } from './support/swagger-page.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
const CHARADE = 'bd80fec92b0b6963d177a2c55bf713e2';
const POSTER = 'b70a4e2c86d5413f9e18f0673bc5d29a';

/** What Swagger UI puts into fields: enough to execute, and nothing that makes the answer a riddle. */
const PREFILLED: Record<string, Record<string, string>> = {
  listIdentities: { sort: 'name', order: 'asc', status: '', source: '', identity_type: '' },
  searchIdentities: { q: 'Cary' },
  deleteIdentity: { identity_uuid: POSTER },
};

/** The sections of /docs. */
const SECTIONS = [...new Set(operations().map(({ object }) => object.tags[0]))];

/** Run in the page: the width of the image that is shown, once it is there. */
const WIDTH_OF_ANSWER = `(async () => {
  const image = document.querySelector('.live-responses-table img');
  await image.decode();
  return image.naturalWidth;
})()`;

/** Whether the login form says why. */
const IS_REFUSED = `/not known/.test(document.querySelector('#login input').validationMessage)`;

/** The width of a portrait that a page shows as any page does. */
const WIDTH_OF_PORTRAIT = `(async () => {
  const image = new Image();
  image.src = '/api/v1/identity/${CARY}/profile-image';
  await image.decode();
  return image.naturalWidth;
})()`;

const LOG_IN = `fetch('/api/v1/auth/login', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{"api_key": "${TEST_KEY}"}',
}).then(({ status }) => status)`;

/** To the letter what the reference's link does, but for the reload. */
const REFERENCE_LOGOUT = `fetch('/api/v1/auth/logout',{method:'POST'})`;

describe('in a browser', () => {
  let test: TestApp;
  let desktop: Browser;
  let phone: Browser;
  let folder: string;

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
    folder = await mkdtemp(join(tmpdir(), 'momentry-page-'));
    desktop = await Browser.launch(test.api.origin, DESKTOP);
    phone = await Browser.launch(test.api.origin, PHONE);
  });
  afterAll(async () => {
    await desktop.close();
    await phone.close();
    await test.close();
    await rm(folder, { recursive: true });
  });

  const docs = async (browser = desktop): Promise<SwaggerPage> => {
    const swagger = new SwaggerPage(await browser.open('/docs'));
    await swagger.page.locator('.opblock').first().waitFor();
    return swagger;
  };

  // Before the tests change anything that is in the pictures.
  if (process.env.SCREENSHOTS)
    it('has its picture taken for the README', () => takePictures(desktop, phone, TEST_KEY));

  it('/docs lets a visitor authorize, read, bind, upload a portrait and look at it', async () => {
    const swagger = await docs();
    await swagger.authorize(TEST_KEY);

    await swagger.expand('getIdentity');
    expect(await swagger.execute('getIdentity')).toBe('200');
    expect(await swagger.answer('getIdentity')).toMatchObject({ name: 'Cary Grant' });

    await swagger.expand('bindFace');
    expect(await swagger.execute('bindFace')).toBe('200');
    expect(await swagger.answer('bindFace')).toMatchObject({ data: { file_uuid: CHARADE, face_id: '1_5' } });

    const photo = join(folder, 'photo.jpg');
    await writeFile(photo, await jpeg(96));
    const form = await swagger.expand('uploadProfileImage');
    await form.locator('input[type=file]').setInputFiles(photo);
    expect(await swagger.execute('uploadProfileImage')).toBe('200');

    const portrait = await swagger.expand('getProfileImage');
    expect(await swagger.execute('getProfileImage')).toBe('200');
    await portrait.locator('.live-responses-table img').waitFor();
    expect(await swagger.page.evaluate(WIDTH_OF_ANSWER)).toBe(96);
    await swagger.page.close();
  });

  it('says 401 in /docs to a visitor without the key', async () => {
    const { api } = test;
    const stranger = await Browser.launch(api.origin, DESKTOP);
    const swagger = await docs(stranger);
    await swagger.expand('listIdentities');
    expect(await swagger.execute('listIdentities')).toBe('401');
    await stranger.close();
  });

  it('/docs lets a visitor log in, and then needs no key in the page, until they log out', async () => {
    const visitor = await Browser.launch(test.api.origin, DESKTOP);
    const { page } = await docs(visitor);
    await page.getByLabel('API key').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForFunction(IS_REFUSED);
    await page.getByLabel('API key').fill(TEST_KEY);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('#logged-in', { hasText: 'root' }).waitFor();
    await page.reload();
    await page.locator('#logged-in', { hasText: 'root' }).waitFor();

    const swagger = await docs(visitor);
    await swagger.expand('listIdentities');
    expect(await swagger.execute('listIdentities')).toBe('200');
    const uploaded = await test.api.upload(`identity/${CARY}/profile-image`, await jpeg(64));
    expect(uploaded.status).toBe(200);
    expect(await page.evaluate(WIDTH_OF_PORTRAIT)).toBe(64);
    expect(await page.evaluate('document.cookie')).toBe('');

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('API key').waitFor();
    expect(await swagger.execute('listIdentities')).toBe('401');
    await visitor.close();
  });

  it("the reference's own logout link ends the session", async () => {
    const visitor = await Browser.launch(test.api.origin, DESKTOP);
    const page = await visitor.open('/');
    const answered = page.waitForResponse('**/auth/logout');
    expect(await page.evaluate(LOG_IN)).toBe(200);
    await page.evaluate(REFERENCE_LOGOUT);
    expect((await answered).status()).toBe(200);
    expect(await page.evaluate(`fetch('/api/v1/auth/me').then(({ status }) => status)`)).toBe(401);
    await visitor.close();
  });

  describe('/docs on a phone', () => {
    let swagger: SwaggerPage;
    let photo: string;

    beforeAll(async () => {
      photo = join(folder, 'any.jpg');
      await writeFile(photo, await jpeg());
      swagger = await docs(phone);
      await swagger.authorize(TEST_KEY);
    });
    afterAll(() => swagger.page.close());

    const fits = async (what: string): Promise<void> =>
      expect([what, await overflow(swagger.page)]).toEqual([what, 0]);

    it.each(SECTIONS)(
      'executes all of %s without anything typed, and fits the screen all the while',
      async (section) => {
        for (const { operationId, path } of operations().filter(({ object }) => object.tags[0] === section)) {
          const operation = await swagger.expand(operationId);
          await fits(`${operationId} expanded`);
          const { cursor = '', page = '', ...prefilled } = await swagger.prefilled(operationId);
          const expected = path.includes('{identity_uuid}') ? { identity_uuid: CARY } : {};
          expect([operationId, prefilled]).toEqual([
            operationId,
            expect.objectContaining({ ...expected, ...PREFILLED[operationId] }),
          ]);
          expect([operationId, cursor, page]).toEqual([operationId, '', '']);
          const file = operation.locator('input[type=file]');
          if (await file.count()) await file.setInputFiles(photo);
          // Nobody could have typed the key beforehand.
          if (operationId === 'login') await operation.locator('textarea').fill(`{"api_key": "${TEST_KEY}"}`);
          expect([operationId, await swagger.execute(operationId)]).toEqual([operationId, '200']);
          await fits(`${operationId} executed`);
          await swagger.collapse(operationId);
        }
      },
    );
  });

  it('/ says what this is, that it is up, and leads on', async () => {
    const landing = await desktop.open('/');
    expect(await landing.title()).toBe('Momentry Identity');
    expect(await landing.locator('h1').innerText()).toMatch(/on screen/);
    await landing.locator('#uptime', { hasText: /for \d+ \w+/ }).waitFor();
    expect(await landing.locator('#health').innerText()).toContain(version);
    expect(await landing.locator('#origin').innerText()).toBe(ORIGIN);
    for (const path of ['/docs', '/openapi.json', '/openapi.yaml', '/problems', '/health']) {
      expect(await landing.locator(`main a[href="${path}"]`).count()).toBeGreaterThan(0);
      expect([path, (await test.api.get(path)).status]).toEqual([path, 200]);
    }
    await landing.locator('main a[href="/docs#/Appearance"]').click();
    await landing.locator('#operations-tag-Appearance').waitFor();
    await landing.close();
  });

  it('/ notices when the service is gone', async () => {
    const landing = await desktop.open('/');
    await landing.route('**/health', (route) => route.fulfill({ status: 503, body: '' }));
    await landing.clock.install();
    await landing.reload();
    await landing.locator('#state', { hasText: 'Not reachable' }).waitFor();
    expect(await landing.locator('#health').getAttribute('data-up')).toBe('false');
    await landing.unroute('**/health');
    await landing.clock.runFor(5000);
    await landing.locator('#state', { hasText: 'Up and running' }).waitFor();
    await landing.close();
    // Chromium tells its console of the 503 that this test made up.
    expect(desktop.complaints.splice(0)).toEqual([expect.stringContaining('503')]);
  });

  it.each(['/', '/problems', '/problems/invalid_request', '/docs'])('%s fits a phone', async (path) => {
    const page = await phone.open(path);
    expect(await page.evaluate('innerWidth')).toBe(390);
    expect(await overflow(page)).toBe(0);
    await page.close();
  });

  it('no page has complained, or asked anybody but the service for anything', () => {
    expect([...desktop.complaints, ...phone.complaints]).toEqual([]);
    expect([...desktop.origins, ...phone.origins]).toEqual([ORIGIN, ORIGIN]);
  });
});
