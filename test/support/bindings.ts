import type { Answer } from './api-client.js';
import type { TestApp } from './test-app.js';

/** What the specs of bind and unbind look at again and again. */
export class Bindings {
  constructor(private readonly test: TestApp) {}

  bind(identity: string, body: unknown): Promise<Answer> {
    return this.test.api.post(`identity/${identity}/bind`, body);
  }

  unbind(identity: string, body: unknown): Promise<Answer> {
    return this.test.api.post(`identity/${identity}/unbind`, body);
  }

  /** The face_ids that an identity has in a file, in order. */
  async faces(identity: string, file_uuid: string): Promise<string[]> {
    const { body } = await this.test.api.get(`identity/${identity}/faces?file_uuid=${file_uuid}`);
    return (body.data as { face_id: string }[]).map(({ face_id }) => face_id);
  }

  /** The summaries of an identity, by file, as /files has them, and its face_count in the list. */
  async summary(identity: string): Promise<{ files: unknown[]; face_count: number }> {
    const [files, list] = await Promise.all([
      this.test.api.get(`identity/${identity}/files`),
      this.test.api.get('identities?page_size=200'),
    ]);
    const rows = list.body.identities as { identity_uuid: string; face_count: number }[];
    const row = rows.find(({ identity_uuid }) => identity_uuid === identity);
    return { files: files.body.data as unknown[], face_count: row!.face_count };
  }

  async updatedAt(identity: string): Promise<string | null> {
    const { body } = await this.test.api.get(`identity/${identity}`);
    return body.updated_at as string | null;
  }
}
