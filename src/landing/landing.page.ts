import { version } from '../version.js';
import { page } from '../web/page.js';
import { HEALTH_SCRIPT } from './health.script.js';
import { LANDING_STYLE } from './landing.style.js';

/** What the service does; each card leads to its group of routes in Swagger UI, or to what is said about it. */
const CARDS = [
  ['/docs#/Identities', 'Who is there', 'The people of the archive, listed, filtered and searched by name.'],
  ['/docs#/Identity', 'One person', 'Read, created, changed and deleted, or exchanged as an identity file.'],
  [
    '/docs#/Appearance',
    'Where they appear',
    'Files, every detected face, and what is said while they are on screen.',
  ],
  [
    '/docs#/Binding',
    'Whose face it is',
    'Bind a detection and its whole trace comes along; unbind it again.',
  ],
  [
    '/docs#/Profile%20image',
    'Their portraits',
    'JPEG and PNG, judged by their bytes and given back as they came.',
  ],
  [
    '/problems',
    'What went wrong',
    'Every error has a stable code, and a page that says what to do about it.',
  ],
];

const LINKS = [
  ['/docs', 'Swagger UI', 'Every route, with examples to run in the browser.'],
  ['/openapi.json', 'openapi.json', 'The OpenAPI document, for generators and importers.'],
  ['/openapi.yaml', 'openapi.yaml', 'The same document for reading.'],
  ['/problems', 'Errors', 'Every error code: what happened, and what to do.'],
  ['/health', 'Health', 'Status, version and uptime, without a key.'],
];

const card = ([href, title, text]: string[]): string =>
  `<li><a href="${href}"><h3>${title}</h3><p>${text}</p></a></li>`;

const link = ([href, title, text]: string[]): string =>
  `<div><dt><a href="${href}">${title}</a></dt><dd>${text}</dd></div>`;

const MAIN = `
<section class="hero">
<p class="pill" id="health" data-up="true"><i class="dot" aria-hidden="true"></i><b id="state" role="status">Up and running</b><span id="uptime"></span><span>· ${version}</span></p>
<h1>Who is on screen, <em>and when.</em></h1>
<p class="lead">Momentry Identity is the catalogue of the people in a video archive: which detected faces are whose, in which files and when they appear, what is said meanwhile, and their portraits. One REST service with an OpenAPI document.</p>
<div class="buttons"><a class="button main" href="/docs">Try it in Swagger UI</a><a class="button" href="/openapi.json">OpenAPI document</a></div>
</section>
<section aria-labelledby="does">
<h2 id="does">What it does</h2>
<ul class="cards">${CARDS.map(card).join('')}</ul>
</section>
<section aria-labelledby="call">
<h2 id="call">The first call</h2>
<pre tabindex="0" aria-label="A call with curl"><code>curl -s "<span id="origin">http://localhost:3002</span>/api/v1/identities?page_size=5" \\
  -H "X-API-Key: $KEY"</code></pre>
<p class="note">The service prints its API key when it starts and keeps it in <code>DATA_DIR/api-key</code>.</p>
</section>
<section aria-labelledby="links">
<h2 id="links">Good to have at hand</h2>
<dl class="links">${LINKS.map(link).join('')}</dl>
</section>`;

/** What somebody sees who opens the service's address in a browser. */
export const LANDING_PAGE = page({
  title: 'Momentry Identity',
  description: 'The catalogue of the people in a video archive: a REST service with an OpenAPI document.',
  main: MAIN,
  style: LANDING_STYLE,
  script: HEALTH_SCRIPT,
});
