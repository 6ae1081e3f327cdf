/** Keeps the health on the landing page true, and puts the service's own address into the example. */
export const HEALTH_SCRIPT = `
const health = document.getElementById('health');
const state = document.getElementById('state');
const uptime = document.getElementById('uptime');
const UNITS = [['day', 864e5], ['hour', 36e5], ['minute', 6e4], ['second', 1e3]];
const words = (ms) => {
  const [unit, length] = UNITS.find(([, length]) => ms >= length) ?? UNITS.at(-1);
  const count = Math.floor(ms / length);
  return count + ' ' + unit + (count === 1 ? '' : 's');
};
// A live region is read out when it changes, so it is left alone while nothing does.
const show = (up, text) => {
  health.dataset.up = up;
  if (state.textContent !== text) state.textContent = text;
};
const look = async () => {
  try {
    const answer = await fetch('/health', { signal: AbortSignal.timeout(4000), cache: 'no-store' });
    const { status, uptime_ms } = await answer.json();
    show(status === 'ok', status === 'ok' ? 'Up and running' : 'Not well');
    uptime.textContent = 'for ' + words(uptime_ms);
  } catch {
    show(false, 'Not reachable');
    uptime.textContent = '';
  }
};
document.getElementById('origin').textContent = location.origin;
look();
setInterval(() => document.hidden || look(), 5000);
`;
