import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserPath } from './browser-path.js';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where the browser believes the service to be, whatever port it has: so that every picture is alike. */
export const ORIGIN = 'http://localhost:3002';

/** A browser that has the service at ORIGIN, and remembers what pages say and ask for. */
export class Browser {
  /** What went wrong on a page: its errors, and those of its console. */
  readonly complaints: string[] = [];
  /** The origins of all requests. */
  readonly origins = new Set<string>();

  private constructor(
    private readonly context: BrowserContext,
    private readonly folder: string,
  ) {}

  static async launch(service: string, options: BrowserContextOptions = {}): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), 'momentry-browser-'));
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: browserPath(),
      args: [...ARGUMENTS, `--host-resolver-rules=MAP localhost:3002 ${new URL(service).host}`],
      ...options,
    });
    return new Browser(context, folder);
  }

  async open(path: string): Promise<Page> {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      // What a page has in itself needs nobody to ask for.
      if (protocol !== 'data:' && protocol !== 'blob:') this.origins.add(origin);
    });
    await page.goto(`${ORIGIN}${path}`);
    return page;
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** Pixels by which a page is wider than its screen. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
