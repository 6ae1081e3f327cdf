import type { Locator, Page } from 'playwright-core';
import { operations } from './operations.js';

const FIELDS = 'tr[data-param-name]';

/** The page at /docs as its user works it. */
export class SwaggerPage {
  constructor(readonly page: Page) {}

  /** Enters the key, unless the browser has kept it from another time. */
  async authorize(key: string): Promise<void> {
    const button = this.page.locator('.auth-wrapper .btn.authorize');
    await button.waitFor();
    if (/\blocked\b/.test((await button.getAttribute('class'))!)) return;
    await button.click();
    const dialog = this.page.locator('.modal-ux');
    await dialog.getByRole('textbox').fill(key);
    await dialog.getByRole('button', { name: /apply credentials/i }).click();
    await dialog.getByText('Authorized').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  }

  operation(operationId: string): Locator {
    return this.page.locator(`.opblock[id$="-${operationId}"]`);
  }

  /** Expands an operation; it is ready to be tried then. */
  async expand(operationId: string): Promise<Locator> {
    const operation = this.operation(operationId);
    await this.toggle(operationId);
    await operation.locator('.execute').waitFor();
    // Swagger UI resolves an operation only now; its fields come a moment later.
    const { parameters = [] } = operations().find((one) => one.operationId === operationId)!.object;
    if (parameters.length)
      await operation
        .locator(FIELDS)
        .nth(parameters.length - 1)
        .waitFor();
    return operation;
  }

  async collapse(operationId: string): Promise<void> {
    await this.toggle(operationId);
  }

  /** Without going there first, as a user would: scrolling takes most of the time where there are many operations. */
  private async toggle(operationId: string): Promise<void> {
    await this.operation(operationId).locator('.opblock-summary-control').dispatchEvent('click');
  }

  /** What stands in the fields of an expanded operation before anybody has typed. */
  async prefilled(operationId: string): Promise<Record<string, string>> {
    const rows = this.operation(operationId).locator(FIELDS);
    const fields: Record<string, string> = {};
    for (const row of await rows.all()) {
      const name = (await row.getAttribute('data-param-name'))!;
      fields[name] = await row.locator('input, select').first().inputValue();
    }
    return fields;
  }

  /** Presses Execute; returns the status of the answer that is shown. */
  async execute(operationId: string): Promise<string> {
    const operation = this.operation(operationId);
    await operation.locator('.execute').click();
    return operation.locator('.live-responses-table .response-col_status').last().innerText();
  }

  /** The body of the answer that is shown. */
  async answer(operationId: string): Promise<unknown> {
    const body = this.operation(operationId).locator('.live-responses-table .response-col_description pre');
    return JSON.parse(await body.first().innerText());
  }
}
