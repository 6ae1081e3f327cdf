/** The way in on the page at /docs: a browser that has logged in tries every route, and shows images, without a key. */
export const LOGIN_FORM = `<form id="login" aria-label="Log in">
<input name="api_key" type="password" placeholder="API key" aria-label="API key" autocomplete="current-password" required>
<button>Log in</button>
</form>
<p id="logged-in" hidden><b></b><button type="button">Log out</button></p>`;

/**
 * The cookie can't be read here, so the page remembers until when it lasts and whose it is; only then does it ask,
 * as the answer may be that the session has ended elsewhere.
 */
export const LOGIN_SCRIPT = `
const SESSION = 'momentry_session';
const login = document.getElementById('login');
const loggedIn = document.getElementById('logged-in');
const show = (session) => {
  login.hidden = Boolean(session);
  loggedIn.hidden = !session;
  loggedIn.querySelector('b').textContent = session?.name ?? '';
  if (session) localStorage.setItem(SESSION, JSON.stringify(session));
  else localStorage.removeItem(SESSION);
};
const call = async (method, path, body) => {
  const headers = body && { 'Content-Type': 'application/json' };
  const answer = await fetch('/api/v1/auth/' + path, { method, headers, body: body && JSON.stringify(body) });
  return answer.json();
};
login.addEventListener('input', () => login.api_key.setCustomValidity(''));
login.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await call('POST', 'login', { api_key: login.api_key.value });
  if (answer.success) {
    login.reset();
    return show(answer);
  }
  login.api_key.setCustomValidity(answer.detail);
  login.api_key.reportValidity();
});
loggedIn.querySelector('button').addEventListener('click', async () => {
  await call('POST', 'logout');
  show(null);
});
const remembered = JSON.parse(localStorage.getItem(SESSION));
if (Date.parse(remembered?.expires_at) > Date.now()) {
  show(remembered);
  call('GET', 'me').then((answer) => answer.success || show(null));
}
`;

export const LOGIN_STYLE = `
.momentry form, .momentry p { display: flex; gap: 8px; align-items: center; margin: 0 0 0 auto; }
.momentry [hidden] { display: none; }
.momentry input, .momentry button { font: inherit; font-size: 14px; padding: 4px 10px; border: 1px solid #d8d2ca; border-radius: 6px; background: #fff; color: #1c1a22; }
.momentry input { width: 130px; }
.momentry button { cursor: pointer; font-weight: 600; }
.momentry button:hover { border-color: #c2410c; color: #c2410c; }
html.dark-mode .momentry input, html.dark-mode .momentry button { background: #25232e; border-color: #45424f; color: #f2eff5; }
html.dark-mode .momentry p { color: #f2eff5; }
@media (max-width: 640px) { .momentry form, .momentry p { margin-left: 0; } }
`;
