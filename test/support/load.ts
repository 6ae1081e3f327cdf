import type { Answer, ApiClient } from './api-client.js';
import { randomUuid } from './factory.js';

/** Uploads an identity whose name nobody else has. */
export const upload = (api: ApiClient, uuid: string): Promise<Answer> =>
  api.post('identity/upload', { identity_uuid: uuid, name: `Ann ${uuid}` });

/** Uploads and history reads that run at once, until they are told to end. */
export class Load {
  readonly answers: Answer[] = [];
  /** The uuids of the uploads that were answered 200. */
  readonly acknowledged: string[] = [];
  private isOver = false;
  private readonly loops: Promise<void[]>;

  /** `identities`: for each of them one client reads its history, and another one uploads new identities. */
  constructor(
    private readonly api: ApiClient,
    identities: string[],
  ) {
    this.loops = Promise.all(identities.flatMap((uuid) => [this.read(uuid), this.upload()]));
    // A client that fails is reported by end().
    this.loops.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.loops;
  }

  private async read(uuid: string): Promise<void> {
    while (!this.isOver) this.answers.push(await this.api.get(`identity/${uuid}/history`));
  }

  private async upload(): Promise<void> {
    while (!this.isOver) {
      const uuid = randomUuid();
      const answer = await upload(this.api, uuid);
      this.answers.push(answer);
      if (answer.status === 200) this.acknowledged.push(uuid);
    }
  }
}
