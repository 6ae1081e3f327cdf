import { committedDocument, operations } from './support/operations.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('the OpenAPI document', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  it('is committed as the service serves it: after a change run npm run openapi', async () => {
    const { body } = await test.api.get('/openapi.json');
    expect(body).toEqual(committedDocument());
  });

  it('describes every route of the reference and of the contract', () => {
    expect(
      operations()
        .map(({ method, path, operationId }) => `${method} ${path} ${operationId}`)
        .sort(),
    ).toEqual(
      [
        'GET /health getHealth',
        'GET /health/ready getReadiness',
        'GET /metrics getMetrics',
        'GET /api/v1/export exportArchive',
        'POST /api/v1/file/{file_uuid}/faces sendFaces',
        'POST /api/v1/file/{file_uuid}/chunks sendChunks',
        'GET /api/v1/identities listIdentities',
        'GET /api/v1/identities/search searchIdentities',
        'POST /api/v1/identity/upload uploadIdentity',
        'GET /api/v1/identity/{identity_uuid} getIdentity',
        'DELETE /api/v1/identity/{identity_uuid} deleteIdentity',
        'GET /api/v1/identity/{identity_uuid}/json getIdentityFile',
        'GET /api/v1/identity/{identity_uuid}/history listIdentityHistory',
        'GET /api/v1/identity/{identity_uuid}/files listIdentityFiles',
        'GET /api/v1/identity/{identity_uuid}/faces listIdentityFaces',
        'GET /api/v1/identity/{identity_uuid}/chunks listIdentityChunks',
        'POST /api/v1/identity/{identity_uuid}/bind bindFace',
        'POST /api/v1/identity/{identity_uuid}/unbind unbindFace',
        'POST /api/v1/identity/{identity_uuid}/profile-image uploadProfileImage',
        'GET /api/v1/identity/{identity_uuid}/profile-image getProfileImage',
        'GET /api/v1/files listFiles',
        'GET /api/v1/file/{file_uuid} getFile',
        'PUT /api/v1/file/{file_uuid} putFile',
        'DELETE /api/v1/file/{file_uuid} deleteFile',
        'GET /api/v1/file/{file_uuid}/identities listFileIdentities',
        'GET /api/v1/file/{file_uuid}/faces listFileFaces',
        'GET /api/v1/file/{file_uuid}/traces listFileTraces',
        'GET /api/v1/file/{file_uuid}/chunks listFileChunks',
        'POST /api/v1/auth/login login',
        'POST /api/v1/auth/logout logout',
        'GET /api/v1/auth/me getMe',
        'GET /api/v1/auth/keys listKeys',
        'POST /api/v1/auth/keys createKey',
        'POST /api/v1/auth/keys/{name}/rotate rotateKey',
        'DELETE /api/v1/auth/keys/{name} revokeKey',
      ].sort(),
    );
  });

  it('is served as YAML too', async () => {
    const { text } = await test.api.get('/openapi.yaml');
    expect(text).toMatch(/^openapi: 3/);
  });

  it('is what the page at /docs shows, without anything from elsewhere', async () => {
    const { text } = await test.api.get('/docs');
    expect(text).toContain('swagger-ui');
    expect([...text.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([]);
  });
});
