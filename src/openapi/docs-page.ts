import type { SwaggerCustomOptions } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { contentSecurityPolicy, sha256 } from '../web/content-security-policy.js';
import { ICON, LOGO } from '../web/logo.js';
import { LOGIN_FORM, LOGIN_SCRIPT, LOGIN_STYLE } from './login-form.js';

/** Swagger UI's page says nothing to phones about its width, and has no way back to the rest of the service. */
const SCRIPT = `
document.head.insertAdjacentHTML('beforeend', '<meta name="viewport" content="width=device-width, initial-scale=1">');
document.getElementById('swagger-ui').insertAdjacentHTML('beforebegin', \`<header class="momentry">
<a class="home" href="/">${LOGO}Momentry Identity</a>
${LOGIN_FORM}
<nav aria-label="Service"><a href="/problems">Errors</a><a href="/openapi.json">JSON</a><a href="/openapi.yaml">YAML</a></nav>
</header>\`);
${LOGIN_SCRIPT}`;

const STYLE = `${LOGIN_STYLE}.momentry { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 24px; max-width: 1460px; margin: 0 auto; padding: 16px 64px 16px 20px; font: 15px/1.4 -apple-system, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', Arial, sans-serif; }
.momentry a { color: #5d5966; text-decoration: none; }
.momentry a:hover { color: #c2410c; }
.momentry nav { display: flex; gap: 18px; }
.momentry .home { display: inline-flex; align-items: center; gap: 9px; color: #1c1a22; font-weight: 700; font-size: 16px; }
.momentry .logo { width: 27px; height: 27px; color: #c2410c; }
html.dark-mode .momentry a { color: #c9c5d2; }
html.dark-mode .momentry .home { color: #f2eff5; }
html.dark-mode .momentry .logo, html.dark-mode .momentry a:hover { color: #ff9a5c; }
body { background: #faf8f5; }
html.dark-mode body { background: #1c2022; }
/* Of Swagger UI's bar only the switch between light and dark stays. */
.swagger-ui .topbar { position: absolute; top: 19px; right: 20px; padding: 0; background: none; }
.swagger-ui .topbar .wrapper { padding: 0; }
.swagger-ui .topbar .link { display: none; }
.swagger-ui .topbar .dark-mode-toggle { margin: 0; }
.swagger-ui .topbar .dark-mode-toggle button svg { fill: #5d5966; }
html.dark-mode .swagger-ui .topbar .dark-mode-toggle button svg { fill: #c9c5d2; }
.swagger-ui .btn.authorize, .swagger-ui .btn.authorize svg { border-color: #c2410c; color: #c2410c; fill: currentColor; }
html.dark-mode .swagger-ui .scheme-container .btn.authorize, html.dark-mode .swagger-ui .scheme-container .btn.authorize svg { border-color: #ff9a5c; color: #ff9a5c; }
.swagger-ui .info { margin: 20px 0 28px; }
.swagger-ui .scheme-container { margin-bottom: 12px; padding: 14px 0; background: none; box-shadow: none; }
.swagger-ui .scheme-container .schemes { justify-content: flex-start; }
/* One way to enter the key is enough: the others are the same key again, and a cookie that no page can set. */
.swagger-ui .auth-container + .auth-container { display: none; }
/* There is one server, this one; and no links between operations. */
.swagger-ui .scheme-container .schemes > .schemes-server-container, .swagger-ui .response-col_links { display: none; }
.swagger-ui .responses-table .response .response-col_description { width: 100%; }
.swagger-ui img { max-width: 100%; }
.swagger-ui .opblock-body pre.microlight, .swagger-ui .curl { overflow-wrap: anywhere; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px; }
  .momentry { padding: 14px 56px 14px 12px; }
  .swagger-ui .info .title { font-size: 28px; }
  .swagger-ui .opblock-tag { flex-wrap: wrap; padding: 10px 4px; }
  .swagger-ui .opblock-tag small { flex-basis: 100%; order: 2; padding: 0; }
  .swagger-ui .opblock .opblock-summary-control { flex-wrap: wrap; gap: 5px 0; min-width: 0; }
  .swagger-ui .opblock .opblock-summary-path-description-wrapper { flex: 1 1 100%; min-width: 0; padding: 0 4px; }
  .swagger-ui .opblock .opblock-summary-path { max-width: none; font-size: 13px; overflow-wrap: anywhere; }
  .swagger-ui .opblock .opblock-summary-path, .swagger-ui .opblock .opblock-summary-description { word-break: normal; }
  .swagger-ui .opblock .opblock-section-header { flex-wrap: wrap; gap: 8px; padding: 8px 12px; }
  .swagger-ui .parameters-container, .swagger-ui .responses-inner { padding: 12px; }
  .swagger-ui .parameters-container .table-container { padding: 0; }
  .swagger-ui .parameters-col_description input { font-size: 13px; }
  .swagger-ui table.parameters, .swagger-ui table.parameters tbody, .swagger-ui table.parameters tr, .swagger-ui table.parameters td { display: block; width: auto; }
  .swagger-ui table.parameters thead, .swagger-ui .responses-table > thead { display: none; }
  .swagger-ui .parameters-col_name { padding-bottom: 0; }
  .swagger-ui .responses-table > tbody > tr, .swagger-ui .responses-table > tbody > tr > td:not(.response-col_links) { display: block; width: auto; }
  .swagger-ui .response-col_status { padding-bottom: 0; }
  .swagger-ui .parameters-col_description input, .swagger-ui .parameters-col_description select, .swagger-ui textarea { max-width: 100%; width: 100%; }
  .swagger-ui .response-control-media-type, .swagger-ui .examples-select { max-width: 100%; }
  .swagger-ui .dialog-ux .modal-ux { min-width: 0; width: calc(100vw - 24px); max-width: none; }
  .swagger-ui .auth-container input { min-width: 0; width: 100%; }
}
`;

/** Swagger UI loads its scripts from here, and writes styles into the page; the script of our own is known by its hash. */
const POLICY = contentSecurityPolicy({
  'script-src': `'self' ${sha256(SCRIPT)}`,
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
});

/** Lets the page load what it needs: @nestjs/swagger has no place to say so. */
export const setPolicy: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', POLICY);
  next();
};

/** The page at /docs: Swagger UI as part of this service, at any width. */
export const DOCS_PAGE: SwaggerCustomOptions = {
  customSiteTitle: 'Momentry Identity',
  customfavIcon: ICON,
  customCss: STYLE,
  customJsStr: SCRIPT,
  swaggerOptions: {
    persistAuthorization: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: 0,
  },
};
