import { mkdir } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { version } from '../../src/version.js';
import type { Browser } from './browser.js';
import { SwaggerPage } from './swagger-page.js';

const FOLDER = 'docs/images';

/** Takes the README's pictures; nothing in them differs from one time to the next. */
export async function takePictures(desktop: Browser, phone: Browser, key: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await pictureLanding(desktop);
  await pictureDocs(desktop, key);
  await picturePhone(phone);
}

async function pictureLanding(browser: Browser): Promise<void> {
  const page = await browser.open('/');
  const health = JSON.stringify({ status: 'ok', version, uptime_ms: 3 * 3_600_000 });
  await page.route('**/health', (route) => route.fulfill({ contentType: 'application/json', body: health }));
  await page.reload();
  await page.locator('#uptime', { hasText: '3 hours' }).waitFor();
  await shoot(page, 'landing');
}

async function pictureDocs(browser: Browser, key: string): Promise<void> {
  const swagger = new SwaggerPage(await browser.open('/docs'));
  await swagger.authorize(key);
  await swagger.page.setViewportSize({ width: 1280, height: 1200 });
  await swagger.expand('searchIdentities');
  await swagger.execute('searchIdentities');
  await atTop(swagger.operation('searchIdentities'));
  await shoot(swagger.page, 'docs');
}

async function picturePhone(browser: Browser): Promise<void> {
  const swagger = new SwaggerPage(await browser.open('/docs'));
  await swagger.expand('getIdentity');
  await atTop(swagger.operation('getIdentity'));
  await shoot(swagger.page, 'phone');
}

/** Scrolls until a part of the page is the first thing on the screen. */
async function atTop(part: Locator): Promise<void> {
  const { y } = (await part.boundingBox())!;
  await part.page().evaluate(`scrollBy({ top: ${y - 20}, behavior: 'instant' })`);
}

/** What an answer's headers and duration say is different each time. */
const HIDDEN = '.live-responses-table .response-col_description > div + div { visibility: hidden; }';

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide', style: HIDDEN });
  await sharp(picture).png({ compressionLevel: 9 }).toFile(`${FOLDER}/${name}.png`);
  await page.close();
}
